// What people read on the page, in one place. Names of scenes, acts and marks
// come from the program (internal/app/demo/scenes_texts.go).
export const T = {
  brand: '六保督办', brandSub: '演练台 · 演示数据',
  scenes: '场景', acts: '剧情', nextAct: '演下一幕', acting: '正在演…', stop: '停下', replay: '从头再来',
  reset: '重置场景', allDone: '这一场演完了，您可以接着在手机上操作。', freePlay: '也可以不看剧情，直接在手机上操作。',
  touched: '您动过手机或时钟，剧情接不上了。按下面的钮会先重置，把前面几幕补上，再演这一幕。', nextActAnew: '重置后演这一幕',
  faults: '故障', faultDown: 'Telegram 断线', faultDownHint: '消息两头都排着队，一条不丢',
  faultKilled: '结束机器人进程', faultKilledHint: '像断电一样，再点一下重新启动',
  faultProxy: '代理答非所问', faultProxyHint: '每个请求都收到 200 和一页网页', faultSilent: '发消息没有回应', faultSilentHint: '80 秒后断开，对方没收到', faultMenus: '命令菜单很慢', faultMenusHint: '每次设置要等 15 秒', faultOn: (n) => `${n}：已打开`, faultOff: (n) => `${n}：已关闭`,
  waiting: (n) => `${n} 条消息在 Telegram 等候`, outbox: (n) => `${n} 个会话待发`, allWell: '一切正常',
  handled: (a, b) => `已处理 ${a} 条，已发 ${b} 条`, dead: '机器人已停止', down: '连不上 Telegram', lineBad: '线路有故障',
  rehearse: '预演：要是不报会怎样', rehearseTitle: '预演', rehearseWhat: '要是这个单位一直不报，今后两期谁会在什么时候收到什么。用同一个机器人在副本上跑出来，不会真的发送。',
  rehearseUnit: '不报的单位', rehearsing: '正在预演…', rehearseNone: '没有人会收到消息：这个单位不用报送，或者还没有联络员加入。', rehearsePeriod: (d) => `${d} 这一期`,
  rehearseFirst: '先让主任认领、邀请联络员，再来预演才有内容。',
  theme: '深浅色', themeAuto: '跟随系统', themeLight: '浅色', themeDark: '深色',
  menu: '菜单', close: '关闭', cancel: '取消', ok: '知道了', open: '打开',
  workday: '工作日', restday: '休息日', makeup: '调休上班', makeupShort: '班',
  hour: '+1 小时', day: '+1 天', next: '下一次提醒', deadline: '到截止', still: '停', minute: '1 分/秒', hourly: '1 时/秒', daily: '1 天/秒',
  speed: '时钟快慢', timeline: '时间线', legend: '图例', legendTitle: '时间线图例', moving: '时间正在走…', clockSheet: '时钟和时间线',
  markAt: (when, label) => `${when} ${label}`, markSent: (n) => `已发 ${n} 条`, markNone: '这一刻没有发出消息。', markFuture: '还没到。', goHere: '快进到这里', follow: '看消息',
  merged: (n) => `${n} 项`,
  addPhone: '再开一部手机', closePhone: '收起这部手机', pick: '这是谁的手机？', pickAs: '以谁的身份看群？', search: '找人或单位', newPerson: '添一个人', newPersonName: '姓名（不超过20个字）', add: '添加', stranger: '还没加入', blocked: '已停用机器人', office: '专班办公室', others: '其他人', noGroup: '不在群里',
  bot: '机器人', online: '机器人', members: (n) => `${n} 位成员`, group: '专班群', typing: '正在输入…', as: (n) => `以 ${n} 的身份`,
  botMissing: '机器人还不在群里', addBot: '把机器人拉进群', notBound: '机器人已在群里，请主任发送 /bind',
  start: '开始', startHint: '这个机器人能做什么？', startAbout: '凭邀请链接加入后，这里会收到提醒，点几下就能报送。', emptyGroup: '群里还没有消息', block: '停用机器人', unblock: '恢复使用', blockedBar: '已停用，点此恢复',
  write: '写消息', writeGroup: '在群里说点什么', attach: '添加照片、文件等', photo: '照片', photos: '照片（可多选，成相册）', file: '文件', voice: '语音', voiceSample: '语音（4 秒）', sticker: '贴纸', location: '位置', stickers: '选一张贴纸', sendLocation: '位置（示范区）', send: '发送', commands: '命令', edited: '已编辑', editing: '编辑消息', replying: (n) => `回复 ${n}`, reply: '回复', unfold: '展开', edit: '编辑', copy: '复制', copied: '已复制', actions: '消息操作', drop: '松开即发送',
  unread: (n) => `${n} 条未读`, newest: '回到最新', earlier: '更早的消息', photoAlt: '照片', download: '下载', today: '今天', you: '您',
  forwarded: (n) => `转发自 ${n}`, forwardBot: '转发给机器人', forwardGroup: '转发到专班群', forwardedToast: '已转发', remove: '删除', removed: '已删除', isProtected: '这条消息受保护，不能转发和复制', react: (e) => `回应 ${e}`, reacted: (e, n) => `${e} ${n} 人`, pinnedTitle: '置顶消息', seconds: (n) => `${n} 秒`, unknown: '不明', justNow: '现在', inFuture: (n, u) => `${n}${u}后`, inPast: (n, u) => `${n}${u}前`, minutes: '分钟', hours: '小时', days: '天',
  joined: (a, b) => `${a} 邀请 ${b} 进群`, left: (a) => `${a} 离开了群`, created: (a) => `${a} 建立了群`, pinned: '置顶了一条消息', titled: (t) => `群名改为“${t}”`,
  linkWho: '由谁打开这个链接？', linkHint: '邀请链接只能用一次：点开的人就加入了。', elsewhere: '这是外部链接，演练台不联网。',
  claimTitle: '操作员的终端', claimText: '机器人第一次启动，打印了认领链接（一小时内有效）。谁先打开，谁就是办公室主任。', claimOpen: '让主任打开', claimOther: '换个人打开', claimAgain: '重新生成',
  errBusy: '时间正在走或剧情正在演，请稍候。', errUnknown: '找不到了，请刷新页面。', errOffline: '和演练台的连接断了，正在重连…', errBack: '已重新连上。', errTooBig: '文件超过 20 MB，发不了。', errFailed: '没有成功', errTouched: '您动过手机或时钟，请重置后再演。', noAnswer: '没有回应：机器人不在线，恢复后会接着处理。',
  downToast: 'Telegram 已断线', upToast: 'Telegram 已恢复', killToast: '进程已结束', reviveToast: '已重新启动，一条没丢',
};

const weekday = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
let zone = 'Asia/Shanghai';
const made = new Map();
function format(name, options, locale = 'zh-CN') {
  const key = zone + name;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options }));
  return made.get(key);
}

/** Sets the time zone in which times are shown. */
export function setZone(z) { zone = z; }
/** 09:30 */
export function clockText(t) { return format('time', { hour: '2-digit', minute: '2-digit' }).format(t); }
/** 2026-12-10 in the plan's zone. */
export function dayKey(t) {
  return format('day', { year: 'numeric', month: '2-digit', day: '2-digit' }, 'sv-SE').format(t);
}
/** 12月10日 */
export function dateText(t) {
  const [, m, d] = dayKey(t).split('-');
  return `${Number(m)}月${Number(d)}日`;
}
/** 周四 */
export function weekdayText(t) { return weekday[new Date(dayKey(t) + 'T00:00:00Z').getUTCDay()]; }
/** The weekday's last character for a date such as 2026-12-10: 四 */
export function weekdayChar(date) { return weekday[new Date(date + 'T00:00:00Z').getUTCDay()][1]; }

/** A point in time as a phone shows it, by the API's format: r, or w, d or D, t or T in this order. */
export function momentText(t, how, now) {
  if (how === 'r') return farText(t, now);
  const [y, m, d] = dayKey(t).split('-').map(Number);
  return [how.includes('w') && weekdayText(t), how.includes('d') && `${y}/${m}/${d}`, how.includes('D') && `${y}年${m}月${d}日`,
    how.includes('t') && clockText(t), how.includes('T') && format('seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(t)].filter(Boolean).join(' ');
}

function farText(t, now) {
  const minutes = Math.round((t - now) / 60000);
  const n = Math.abs(minutes);
  if (n < 1) return T.justNow;
  const [count, unit] = n < 60 ? [n, T.minutes] : n < 2880 ? [Math.round(n / 60), T.hours] : [Math.round(n / 1440), T.days];
  return minutes > 0 ? T.inFuture(count, unit) : T.inPast(count, unit);
}

/** What the marks on the timeline mean: kind, name, and what happens. */
export const legend = [
  ['deadline', '截止', '这一期的截止时间'],
  ['remind', '提醒', '联络员收到的提醒'],
  ['nag', '催办', '逾期后对联络员的催办'],
  ['escalate', '逐级催办', '告知单位负责人和办公室'],
  ['contribution', '征集素材', '请责任单位提供素材'],
  ['preview', '预览、摘要、通知', '只发给办公室'],
  ['publish', '发布汇总', '发到专班群'],
];
export const legendStates = [['', '空心：还没到'], ['past', '淡色：已过去，没有发出消息'], ['past sent', '实心：已过去，发出了消息，点开能看'], ['nextmark', '外圈：下一次']];
