// Cuts the two fonts that reports/card embeds out of Noto Sans SC (SIL Open
// Font License 1.1): all of GB 2312, the punctuation and signs that reports
// use, and characters of personal names that GB 2312 lacks.
//
//   npm ci && npm run make
//
// The same pinned packages always give the same bytes.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '..', '..', 'reports', 'card', 'fonts');
const source = dirname(
  createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'),
);

// gb2312 lists the characters of GB 2312: rows 1 to 9 are signs, rows 16 to
// 87 are ideographs. The decoder is GBK's, which agrees with it there.
function gb2312() {
  const decoder = new TextDecoder('gbk');
  let text = '';
  for (let row = 1; row <= 87; row++) {
    if (row > 9 && row < 16) continue;
    for (let cell = 1; cell <= 94; cell++) {
      const s = decoder.decode(new Uint8Array([0xa0 + row, 0xa0 + cell]));
      const c = s.codePointAt(0);
      if (c === 0xfffd || (c >= 0xe000 && c <= 0xf8ff)) continue;
      text += s;
    }
  }
  return text;
}

// span lists the characters from first to last.
function span(first, last) {
  let text = '';
  for (let c = first; c <= last; c++) text += String.fromCodePoint(c);
  return text;
}

const names =
  '喆堃珺玥玙昇瑄湉昀煊祎旸媖頔翀玚珅珮琇琤琬瑀瑢瑨璟璠甯畇畹皙皞睿砚禛禤秾竑筠箐粲' +
  '綦翊翙耀聿芃芮苒茜荞荻菡萱蓁蕙蘅虓袆訚諟谞赟趸跞轩逯邴郄郗鄢酆钰钊钏铖锴锜镕镡闫闳' +
  '阚隗雯霈霏靓靖韬頫颋颢飏馥骁骐鹍麒黉晞晟晗昕暄曦昉沄沣沭泓洺浛涵淼渌渟湲滢潆潇澍澔' +
  '炅炆炜烜烨焓焜煜熠熵燚燊婧嫄嫒嬛孖屹岚崚嵘嶷巍帏庹彧忻恺慜懿戬旻杺枞柃栩桢梓梣楠榕';

const text = [
  gb2312(),
  span(0x20, 0x7e),
  span(0xa0, 0xff),
  span(0x2010, 0x2027),
  span(0x2030, 0x203b),
  '€℃℉№™←↑→↓↗↘≈≠≤≥×÷±∞√∑■□▲△▼▽◆◇○●◎★☆✓✔✕✗〇〔〕〖〗㎡㎞㎏㎜㎝㎎¥￥',
  span(0x2460, 0x249b),
  span(0x3220, 0x3229),
  span(0xff01, 0xff5e),
  names,
].join('');

await mkdir(out, { recursive: true });
for (const [dir, style] of [['400Regular', 'regular'], ['700Bold', 'bold']]) {
  const whole = await readFile(join(source, dir, `NotoSansSC_${dir}.ttf`));
  const cut = await subsetFont(whole, text, { targetFormat: 'truetype', noLayoutClosure: true });
  await writeFile(join(out, `${style}.ttf`), cut);
  const sum = createHash('sha256').update(cut).digest('hex');
  console.log(`${style}.ttf\t${cut.length} bytes\tsha256 ${sum}`);
}
await writeFile(join(out, 'OFL.txt'), await readFile(join(source, 'LICENSE_FONT')));
