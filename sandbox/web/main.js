// The page: puts the parts together and keeps them true to what happens.
import { h, fill, icon, avatar } from './dom.js';
import { T, setZone } from './texts.js';
import { get, post, follow, Refused } from './api.js';
import { Phone } from './phone.js';
import { ClockBar } from './clock.js';
import { Side } from './side.js';
import { choosePerson, toast } from './dialogs.js';
import { payloadOf } from './message.js';
import { app } from './app.js';

const el = Object.fromEntries(['side', 'clock', 'banner', 'phones', 'tabs'].map((id) => [id, document.getElementById(id)]));
const clock = new ClockBar(el.clock);
const side = new Side(el.side);
const narrow = matchMedia('(max-width: 719px)');
let opener = null; // what had the focus when the sidebar was opened
let shown = 0; // which phone is on the screen where there is room for one

Object.assign(app, {
  /** Awaits something and says what went wrong; resolves to nothing then. */
  async try(promise) {
    try { return await promise; } catch (e) { app.failed(e); return undefined; }
  },
  failed(e) {
    if (!(e instanceof Refused)) throw e;
    if (e.code !== 'offline') toast(e.words);
  },
  busy(yes) { document.body.classList.toggle('settingup', yes); },
  toggleSide(open = !document.body.classList.contains('sideopen')) {
    if (open === document.body.classList.contains('sideopen')) return;
    document.body.classList.toggle('sideopen', open);
    if (open) { opener = document.activeElement; el.side.querySelector('.sideclose')?.focus(); } else opener?.focus?.();
  },
  refresh,
  addPhone() {
    const free = app.state.people.find((p) => p.key === 'contact' && !app.phones.some((x) => x.viewer === p.id && x.kind === 'bot')) || app.state.people[0];
    open(free.id, 'bot');
    shown = app.phones.length - 1;
    app.toggleSide(false);
    layout();
    app.phones[shown].load();
  },
  shut(phone) {
    app.phones = app.phones.filter((p) => p !== phone);
    phone.el.remove();
    shown = Math.min(shown, app.phones.length - 1);
    layout();
    for (const p of app.phones) p.heads();
  },
  /** Shows a message that the timeline leads to. */
  show(ref) {
    const inGroup = ref.chat < 0;
    let i = app.phones.findIndex((p) => p.chat === ref.chat);
    if (i < 0) i = inGroup ? app.phones.length - 1 : 0;
    const phone = app.phones[i];
    shown = i;
    layout();
    phone.el.scrollIntoView({ inline: 'nearest', block: 'nearest' });
    if (phone.chat === ref.chat) phone.jump(ref.id);
    else phone.turn(inGroup ? phone.viewer : ref.viewer, inGroup ? 'group' : 'bot', ref.id);
  },
  /** Asks who opens a deep link, and opens it on their phone. */
  async openLink(payload, who, from) {
    const id = who || await choosePerson(T.linkWho, { hint: T.linkHint, fresh: true });
    if (!id) return;
    let i = app.phones.findIndex((p) => p.viewer === id && p.kind === 'bot');
    if (i < 0) i = app.phones.findIndex((p) => p !== from && p.kind === 'bot');
    if (i < 0) { open(id, 'bot'); i = app.phones.length - 1; }
    shown = i;
    layout();
    await app.phones[i].turn(id, 'bot');
    await app.try(post('start', { viewer: id, text: payload }));
  },
});

function open(viewer, kind) {
  const p = new Phone(viewer, kind);
  app.phones.push(p);
  el.phones.append(p.el);
  p.heads();
  return p;
}

/** Chooses the phones a scene begins with: a contact, the director, the group. */
function cast() {
  if (app.state.cast?.length) return app.state.cast.map((id) => (id < 0 ? [boss().id, 'group'] : [id, 'bot']));
  const director = boss();
  const contact = app.state.people.find((p) => p.key === 'contact') || app.state.people[0];
  return [[contact.id, 'bot'], [director.id, 'bot'], app.state.group && [director.id, 'group']].filter(Boolean);
}

function boss() { return app.state.people.find((p) => p.key === 'director') || app.state.people[0]; }

/** Opens the phones an act is best watched on; others stay where there is room. */
function arrange(ids) {
  const want = ids.map((id) => (id < 0 ? [boss().id, 'group'] : [id, 'bot']));
  const same = (p, [v, k]) => p.kind === k && (k === 'group' || p.viewer === v);
  const free = app.phones.filter((p) => !want.some((w) => same(p, w)));
  for (const w of want) {
    if (app.phones.some((p) => same(p, w))) continue;
    const p = free.shift();
    if (p) p.turn(...w); else open(...w).load();
  }
  shown = Math.max(0, app.phones.findIndex((p) => same(p, want[0])));
  layout();
}

/** Begins anew with a scene. */
async function begin() {
  await refresh();
  for (const p of app.phones) p.el.remove();
  app.phones = [];
  for (const [v, k] of cast()) open(v, k);
  shown = app.state.claim ? Math.min(1, app.phones.length - 1) : 0;
  layout();
  await Promise.all(app.phones.map((p) => p.load()));
}

function layout() {
  app.phones.forEach((p, i) => {
    p.el.classList.toggle('shown', i === shown);
    p.el.inert = narrow.matches && i !== shown;
  });
  tabs();
  if (app.phones[shown]?.stick) app.phones[shown].toBottom();
  app.phones[shown]?.read();
}
narrow.addEventListener('change', layout);

function tabs() {
  fill(el.tabs, app.phones.map((p, i) => {
    const person = p.person;
    const n = p.kind === 'group' ? person?.groupUnread : person?.unread;
    return h('button', { type: 'button', class: i === shown ? 'on' : '', 'aria-current': i === shown ? 'true' : null, onclick: () => { shown = i; layout(); } },
      h('span', { class: 'tabicon' }, avatar(person?.name || '', p.kind === 'group' ? 'group' : ''), n > 0 && h('b', { class: 'badge' }, n > 99 ? '99+' : n)),
      h('span', null, p.kind === 'group' ? T.group : person?.name || ''));
  }), h('button', { type: 'button', onclick: () => app.toggleSide(true) }, h('span', { class: 'tabicon' }, h('span', { class: 'avatar plain' }, icon('menu'))), h('span', null, T.scenes)));
}

function banner() {
  const { claim, acting } = app.state;
  const key = `${claim}|${acting}|${app.caption || ''}`;
  if (key === banner.key) return;
  banner.key = key;
  if (acting && app.caption) {
    fill(el.banner, h('div', { class: 'caption' }, h('span', { class: 'dots', 'aria-hidden': 'true' }), h('p', null, h('b', null, app.caption.title), h('span', null, app.caption.note)),
      h('button', { type: 'button', class: 'quiet', onclick: () => post('halt') }, T.stop)));
    return;
  }
  fill(el.banner, claim && claimCard(claim));
}

function claimCard(claim) {
  const payload = payloadOf(claim, app.state.bot.username) || '';
  const director = app.state.people.find((p) => p.key === 'director');
  return h('div', { class: 'terminal' }, icon('terminal'),
    h('div', { class: 'terminaltext' }, h('p', null, T.claimText), h('code', null, claim)),
    h('div', { class: 'terminalactions' },
      director && h('button', { type: 'button', class: 'primary', id: 'claim', onclick: () => app.openLink(payload, director.id) }, T.claimOpen),
      h('button', { type: 'button', class: 'quiet', onclick: () => app.openLink(payload) }, T.claimOther),
      h('button', { type: 'button', class: 'quiet', onclick: () => app.try(post('claim')) }, T.claimAgain)));
}

let waiting = null;
/** Reads the state anew; calls that come close together share one reading. */
function refresh() {
  waiting ||= new Promise((done) => setTimeout(done, 40)).then(async () => {
    waiting = null;
    const s = await get('state').catch(() => null);
    if (s) draw(s);
  });
  return waiting;
}

function draw(s) {
  s.people.forEach((p) => { p.roles ||= []; });
  if (s.group) s.group.members = s.people.filter((p) => p.groupUnread >= 0).length;
  app.state = s;
  setZone(s.zone);
  clock.draw(s);
  side.draw(s);
  banner();
  for (const p of app.phones) { p.heads(); if (p.stick) p.read(); }
  if (app.phones.length) tabs();
}

let later = 0;
function soon() {
  if (later) return;
  later = setTimeout(() => { later = 0; refresh(); }, 180);
}

let first = true;
let order = Promise.resolve(); // what happened is taken in one after the other
async function happened(e) {
  if (e.type === 'clock') {
    if (app.state) { app.state.now = e.now; clock.tick(new Date(e.now)); }
    soon();
  } else if (e.type === 'sandbox') {
    for (const p of app.phones) p.event(e.event);
    if (e.event.kind === 'commands') for (const p of app.phones) if (p.chat === e.event.chat || !e.event.chat) p.load();
    soon();
  } else if (e.type === 'act') {
    app.caption = e.act.running ? e.act : null;
    if (e.act.running) arrange(e.act.cast || []);
    soon();
  } else if (e.type === 'hello') {
    if (first) { first = false; await begin(); document.body.classList.add('ready'); performance.mark('ready'); } else { await refresh(); for (const p of app.phones) p.load(); }
  } else if (e.type === 'reset') {
    await begin();
  } else soon();
}

let lost = false;
follow((e) => { order = order.then(() => happened(e)); }, (ok) => {
  if (ok === !lost) return;
  lost = !ok;
  document.body.classList.toggle('offline', lost);
  toast(lost ? T.errOffline : T.errBack);
});

addEventListener('keydown', (e) => {
  if (e.altKey && e.key >= '1' && e.key <= '9') {
    const p = app.phones[Number(e.key) - 1];
    if (p) { e.preventDefault(); shown = Number(e.key) - 1; layout(); p.composer.input.focus(); }
  }
  if (e.key === 'Escape') app.toggleSide(false);
});
document.addEventListener('visibilitychange', () => { for (const p of app.phones) if (p.stick) p.read(); });
