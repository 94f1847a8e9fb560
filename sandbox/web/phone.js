// One phone: a person's chat with the bot, or the group as they see it.
import { h, fill, icon, avatar } from './dom.js';
import { T, dateText, weekdayText, dayKey, clockText } from './texts.js';
import { get, post } from './api.js';
import { renderMessage, payloadOf, serviceText, brief } from './message.js';
import { Composer } from './composer.js';
import { alertBox, choosePerson, viewPhoto, popover, toast } from './dialogs.js';
import { app } from './app.js';

const keepLoaded = 360; // messages kept in the page before the oldest are let go

const atOnce = 12; // older messages drawn in one frame
const ahead = 2500; // pixels above which older messages are fetched

function nextFrame() { return new Promise((done) => { requestAnimationFrame(done); }); }

/** Puts the day between messages of different days; returns the message's. */
function separate(into, m, last) {
  const at = new Date(m.at);
  const day = dayKey(at);
  if (day !== last) into.append(h('div', { class: 'day', dataset: { day } }, h('span', null, dateText(at), ' ', weekdayText(at))));
  return day;
}

export class Phone {
  /** viewer is whose phone it is; kind is bot or group. */
  constructor(viewer, kind) {
    this.viewer = viewer;
    this.kind = kind;
    this.messages = new Map();
    this.rows = h('div', { class: 'rows' });
    this.list = h('div', { class: 'list', role: 'log', 'aria-live': 'polite', tabindex: '0' }, this.rows);
    this.jumpButton = h('button', { type: 'button', class: 'tobottom', 'aria-label': T.newest, hidden: true, onclick: () => this.toBottom(true) }, icon('down'), h('b', null, ''));
    this.floatDay = h('div', { class: 'floatday', 'aria-hidden': 'true' }, h('span', null, ''));
    this.pinnedBar = h('button', { type: 'button', class: 'pinned', hidden: true });
    this.head = h('header', { class: 'chathead' });
    this.owner = h('div', { class: 'owner' });
    this.notice = h('div', { class: 'notice', hidden: true });
    this.composer = new Composer(this);
    this.el = h('article', { class: 'phone' }, this.owner,
      h('div', { class: 'screen' }, this.head, this.pinnedBar, h('div', { class: 'wall' }, this.list, this.floatDay, this.jumpButton), this.notice, this.composer.el));
    this.list.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.stick = true;
    const sizes = new ResizeObserver(() => { if (this.stick) this.toBottom(); });
    sizes.observe(this.list);
    sizes.observe(this.rows);
  }

  get chat() { return this.kind === 'group' ? app.state.group?.id : this.viewer; }
  get person() { return app.person(this.viewer); }

  /** Turns to another person or chat. */
  async turn(viewer, kind, from) {
    if (viewer === this.viewer && kind === this.kind && !from) return;
    this.viewer = viewer;
    this.kind = kind;
    this.composer.clear();
    this.heads();
    await this.load(from);
  }

  /** Loads the newest messages, or those from a message on. */
  async load(from) {
    const loading = (this.loading = Symbol('load'));
    const chat = this.chat;
    if (!chat) return;
    this.meanwhile = []; // what happens while the chat is on its way: it may be older than that
    const v = await get('chat', { viewer: this.viewer, chat, ...(from ? { from } : {}) }).catch(() => null);
    if (this.loading !== loading) return;
    this.messages = new Map();
    this.view = v || { messages: [], menu: [], before: false };
    this.rows.replaceChildren();
    this.lastDay = '';
    this.place(this.view.messages);
    const { meanwhile } = this;
    this.meanwhile = null;
    for (const e of meanwhile) this.event(e);
    this.pinned(this.view.pinned);
    this.composer.dress(this.view);
    this.heads();
    this.empty();
    if (from) this.jump(from); else this.toBottom();
    this.read();
  }

  empty() {
    this.rows.querySelector('.empty')?.remove();
    if (this.messages.size) return;
    this.rows.append(h('div', { class: 'empty' }, avatar('', this.kind === 'group' ? 'group' : 'bot'),
      h('b', null, this.kind === 'group' ? T.emptyGroup : T.startHint), this.kind !== 'group' && h('p', null, T.startAbout)));
  }

  node(m) {
    const own = !m.from_bot && m.from && m.from.id === this.viewer;
    return renderMessage(m, { own, group: this.kind === 'group', act: this.acts });
  }

  /** Adds messages below. */
  place(messages) {
    const frag = document.createDocumentFragment();
    for (const m of messages) {
      this.lastDay = separate(frag, m, this.lastDay);
      this.messages.set(m.message_id, m);
      frag.append(this.node(m));
    }
    this.rows.append(frag);
  }

  async earlier() {
    if (this.fetching || !this.view?.before || !this.messages.size) return;
    this.fetching = true;
    const first = Math.min(...this.messages.keys());
    const loading = this.loading;
    const v = await get('chat', { viewer: this.viewer, chat: this.chat, before: first }).catch(() => null);
    if (!v || loading !== this.loading) { this.fetching = false; return; }
    this.view.before = v.before;
    const frag = document.createDocumentFragment();
    const older = new Map();
    let day = '';
    for (const [i, m] of v.messages.entries()) {
      if (i % atOnce === atOnce - 1) await nextFrame(); // so that scrolling does not halt
      day = separate(frag, m, day);
      older.set(m.message_id, m);
      frag.append(this.node(m));
    }
    this.fetching = false;
    if (loading !== this.loading) return;
    const height = this.list.scrollHeight;
    const top = this.list.scrollTop;
    const oldest = this.rows.querySelector('.day');
    if (oldest && oldest.dataset.day === day) oldest.remove();
    this.messages = new Map([...older, ...this.messages]);
    this.rows.prepend(frag);
    this.list.scrollTop = top + this.list.scrollHeight - height;
  }

  /** Takes in what happened in its chat. */
  event(e) {
    if (e.chat !== this.chat) return;
    this.meanwhile?.push(e);
    if (e.kind === 'message') this.came(e.message);
    else if (e.kind === 'edit' || e.kind === 'reaction') this.edited(e.message);
    else if (e.kind === 'pin') this.repin();
    else if (e.kind === 'delete') this.gone(e.message_id);
    else if (e.kind === 'action') this.typing();
  }

  came(m) {
    if (this.messages.has(m.message_id)) return this.edited(m);
    this.rows.querySelector('.empty')?.remove();
    const before = this.messages.size;
    this.place([m]);
    if (before) this.rows.lastElementChild.classList.add('fresh');
    clearTimeout(this.typingTimer);
    this.subtitle();
    const own = !m.from_bot && m.from?.id === this.viewer;
    if (own) this.stick = true;
    if (this.stick) { this.thin(); this.toBottom(); this.read(); } else this.missed();
    if (m.markup || m.from_bot) this.composer.markup(m);
  }

  /** Shows the pinned message above the chat. */
  pinned(m) {
    this.pinnedBar.hidden = !m;
    if (!m) return;
    this.pinnedBar.onclick = () => this.jump(m.message_id);
    fill(this.pinnedBar, icon('pin'), h('span', null, h('b', null, T.pinnedTitle), h('small', null, brief(m))));
  }

  async repin() {
    const loading = this.loading;
    const v = await get('chat', { viewer: this.viewer, chat: this.chat }).catch(() => null);
    if (v && loading === this.loading) this.pinned(v.pinned);
  }

  thin() {
    if (this.messages.size <= keepLoaded) return;
    for (const id of [...this.messages.keys()].slice(0, this.messages.size - keepLoaded / 2)) {
      this.messages.delete(id);
      this.find(id)?.remove();
    }
    this.view.before = true;
    const days = [...this.rows.querySelectorAll('.day')];
    for (const d of days) if (!d.nextElementSibling || d.nextElementSibling.classList.contains('day')) d.remove();
  }

  edited(m) {
    const old = this.find(m.message_id);
    if (!old) return;
    this.messages.set(m.message_id, m);
    const keys = [...old.querySelectorAll('.key')];
    const focus = keys.indexOf(document.activeElement);
    const node = this.node(m);
    node.classList.add('changed');
    old.replaceWith(node);
    if (focus >= 0) (node.querySelectorAll('.key')[focus] || node.querySelector('.key') || this.list).focus({ preventScroll: true });
    if (this.stick) this.toBottom();
  }

  gone(id) {
    this.messages.delete(id);
    this.find(id)?.remove();
  }

  find(id) { return this.rows.querySelector(`.msg[data-id="${id}"]`); }

  typing() {
    this.sub?.classList.add('typing');
    if (this.sub) this.sub.textContent = T.typing;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.subtitle(), 3000);
  }

  scrolled() {
    const l = this.list;
    const near = l.scrollHeight - l.scrollTop - l.clientHeight < 40;
    if (near) this.stick = true;
    else if (l.scrollTop < this.lastTop - 1) this.stick = false; // by hand: what grows below scrolls nothing up
    this.lastTop = l.scrollTop;
    this.jumpButton.hidden = this.stick;
    if (this.stick) this.read();
    if (l.scrollTop < ahead) this.earlier();
    this.tellDay();
  }

  /** Tells which day is above while the list moves; at rest nothing lies on the words. */
  tellDay() {
    clearTimeout(this.dayTimer);
    this.dayTimer = setTimeout(() => this.floatDay.classList.remove('seen'), 900);
    if (this.dayFrame) return;
    this.dayFrame = requestAnimationFrame(() => {
      this.dayFrame = 0;
      const top = this.list.scrollTop;
      let above = null;
      for (const d of this.rows.querySelectorAll('.day')) {
        if (d.offsetTop > top) break;
        above = d;
      }
      if (above && above.textContent !== this.floatDay.textContent) this.floatDay.firstChild.textContent = above.textContent;
      this.floatDay.classList.toggle('seen', !!above && !this.stick);
    });
  }

  toBottom(smooth) {
    const l = this.list;
    this.stick = true;
    this.jumpButton.hidden = true;
    if (smooth && l.scrollHeight - l.scrollTop < 4000) l.scrollTo({ top: l.scrollHeight, behavior: 'smooth' });
    else l.scrollTop = l.scrollHeight;
    this.lastTop = l.scrollTop;
  }

  missed() {
    this.jumpButton.hidden = false;
    const n = this.person ? (this.kind === 'group' ? this.person.groupUnread : this.person.unread) + 1 : 0;
    this.jumpButton.lastChild.textContent = n > 0 ? n : '';
  }

  /** Shows a message, loading what is around it if need be. */
  async jump(id) {
    if (!this.find(id)) { await this.load(id); return; }
    this.stick = false;
    const node = this.find(id);
    node.scrollIntoView({ block: 'center' });
    node.classList.remove('found');
    void node.offsetWidth;
    node.classList.add('found');
  }

  read() {
    const p = this.person;
    const n = p && (this.kind === 'group' ? p.groupUnread : p.unread);
    if (!(n > 0) || !this.el.isConnected || this.el.offsetParent === null || document.hidden) return;
    if (this.kind === 'group') p.groupUnread = 0; else p.unread = 0;
    post('read', { viewer: this.viewer, chat: this.chat }).catch(() => {});
  }

  /** Draws what is above and around the messages from the state. */
  heads() {
    const p = this.person;
    const g = app.state.group;
    const inGroup = this.kind === 'group';
    const key = JSON.stringify([p, g, this.kind, app.phones.length]);
    if (key === this.headKey) return;
    this.headKey = key;
    this.el.setAttribute('aria-label', `${p?.name || ''} ${inGroup ? T.group : T.bot}`);
    this.list.setAttribute('aria-label', inGroup ? T.group : T.bot);
    const role = p?.roles.length ? p.roles.join('、') : T.stranger;
    fill(this.owner,
      h('button', { type: 'button', class: 'who', title: p?.name || null, 'aria-haspopup': 'dialog', onclick: () => this.pick() },
        avatar(p?.name || '?'), h('span', { class: 'whoname' }, h('b', null, p?.name || '—'), h('small', null, p?.blocked ? T.blocked : role)), icon('down')),
      h('div', { class: 'seg', role: 'tablist' }, this.tab('bot', T.bot, p?.unread), p?.groupUnread >= 0 && this.tab('group', T.group, p.groupUnread)),
      app.phones.length > 1 && h('button', { type: 'button', class: 'iconbutton shut', 'aria-label': T.closePhone, onclick: () => app.shut(this) }, icon('close')));
    this.sub = h('small', { class: 'subtitle' });
    fill(this.head, avatar('', inGroup ? 'group' : 'bot'),
      h('div', { class: 'chatname' }, h('b', null, inGroup ? g?.title || T.group : app.state.bot.first_name), this.sub),
      h('button', { type: 'button', class: 'iconbutton', 'aria-label': T.menu, onclick: (e) => this.menu(e.currentTarget) }, icon('more')));
    this.subtitle();
    this.notices();
    this.composer.blocked(!inGroup && p?.blocked);
  }

  tab(kind, label, n) {
    const on = this.kind === kind;
    return h('button', { type: 'button', role: 'tab', 'aria-selected': String(on), class: on ? 'on' : '', onclick: () => this.turn(this.viewer, kind) },
      label, n > 0 && h('b', { class: 'badge', 'aria-label': T.unread(n) }, n));
  }

  subtitle() {
    if (!this.sub) return;
    const g = app.state.group;
    this.sub.classList.remove('typing');
    this.sub.textContent = this.kind === 'group' ? T.members((g?.members || 0) + (g?.bot ? 1 : 0)) : '@' + app.state.bot.username;
  }

  notices() {
    const g = app.state.group;
    this.notice.hidden = !(this.kind === 'group' && g && (!g.bot || !g.bound));
    if (this.notice.hidden) return;
    const text = g.bot ? T.notBound : T.botMissing;
    fill(this.notice, h('span', null, text),
      !g.bot && h('button', { type: 'button', class: 'pill', onclick: () => app.try(post('bot', { viewer: this.viewer })) }, T.addBot));
  }

  async pick() {
    const id = await choosePerson(this.kind === 'group' ? T.pickAs : T.pick, { current: this.viewer, group: this.kind === 'group' });
    if (id) this.turn(id, this.kind);
  }

  menu(at) {
    const p = this.person;
    popover(at, [
      this.kind === 'bot' && [p?.blocked ? T.unblock : T.block, () => app.try(post('block', { viewer: this.viewer, on: !p?.blocked }))],
      [T.pick, () => this.pick()],
      app.phones.length > 1 && [T.closePhone, () => app.shut(this)],
    ]);
  }

  /** What can be done with a message. */
  get acts() {
    return {
      command: (words) => this.composer.send(words),
      link: (address) => this.follow(address),
      tap: (m, b, el) => this.tap(m, b, el),
      jump: (id) => this.jump(id),
      viewer: this.viewer,
      react: (m, emoji) => app.try(post('react', { ...this.where(m), text: emoji })),
      view: (p, caption) => viewPhoto(p, caption),
      menu: (m, el) => this.messageMenu(m, el),
    };
  }

  async follow(address) {
    const payload = payloadOf(address, app.state.bot.username);
    if (payload === null) { toast(T.elsewhere); return; }
    if (payload === 'report') { await app.try(post('start', { viewer: this.viewer, text: payload })); this.turn(this.viewer, 'bot'); return; }
    app.openLink(payload, this.kind === 'group' ? this.viewer : 0, this);
  }

  messageMenu(m, el) {
    const own = !m.from_bot && m.from?.id === this.viewer;
    const free = !m.has_protected_content;
    const words = m.text || m.caption;
    const forward = (to) => app.try(post('forward', { ...this.where(m), to })).then((ok) => ok && toast(T.forwardedToast));
    popover(el, [
      ['👍', '👌', '❤', '🙏', '👀'].map((e) => [e, () => this.acts.react(m, e), T.react(e)]),
      [T.reply, () => this.composer.replyTo(m)],
      own && words && [T.edit, () => this.composer.edit(m)],
      free && words && [T.copy, () => navigator.clipboard?.writeText(words).then(() => toast(T.copied), () => {})],
      free && [T.forwardBot, () => forward(this.viewer)],
      free && this.kind === 'bot' && this.person?.groupUnread >= 0 && [T.forwardGroup, () => forward(app.state.group.id)],
      (own || this.kind === 'bot') && [T.remove, () => app.try(post('delete', this.where(m)))],
    ]);
  }

  where(m) { return { viewer: this.viewer, chat: this.chat, id: m.message_id }; }

  async tap(m, b, el) {
    if (b.url) { this.follow(b.url); return; }
    if (b.copy_text) { navigator.clipboard?.writeText(b.copy_text.text).then(() => toast(T.copied), () => {}); return; }
    if (el.classList.contains('busy')) return;
    el.classList.add('busy');
    el.setAttribute('aria-busy', 'true');
    try {
      const a = await post('tap', { viewer: this.viewer, chat: this.chat, id: m.message_id, text: b.callback_data });
      if (!a.answered) toast(T.noAnswer);
      else if (a.text && a.alert) alertBox(a.text);
      else if (a.text) this.flash(a.text);
      if (a.url) this.follow(a.url);
    } catch (e) {
      app.failed(e);
    } finally {
      el.classList.remove('busy');
      el.removeAttribute('aria-busy');
    }
  }

  /** A callback's toast, on the phone it belongs to. */
  flash(text) {
    this.el.querySelector('.flash')?.remove();
    const f = h('div', { class: 'flash', role: 'status' }, text);
    this.el.querySelector('.wall').append(f);
    setTimeout(() => f.remove(), 3600);
  }

  /** A short line for the switcher: the newest words. */
  get preview() {
    const last = [...this.messages.values()].pop();
    return last ? serviceText(last) || brief(last) : '';
  }
  get time() { return clockText(new Date(app.state.now)); }
}
