// The row below a chat: writing, replying, editing, files, commands.
import { h, fill, icon } from './dom.js';
import { T } from './texts.js';
import { post, upload } from './api.js';
import { popover, toast, nextOf } from './dialogs.js';
import { brief } from './message.js';
import { app } from './app.js';

const maxFile = 20 << 20;
const voiceSample = new Uint8Array([0x4f, 0x67, 0x67, 0x53]); // how every OGG begins; nobody here listens to it

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.input = h('textarea', { rows: '1', 'aria-label': T.write, placeholder: T.write, enterkeyhint: 'send', oninput: () => this.typed(), onkeydown: (e) => this.key(e), onpaste: (e) => this.files(e, e.clipboardData?.files) });
    this.sendButton = h('button', { type: 'button', class: 'iconbutton send', 'aria-label': T.send, disabled: true, onclick: () => this.submit() }, icon('send'));
    this.menuButton = h('button', { type: 'button', class: 'commandsbutton', title: T.commands, hidden: true, 'aria-haspopup': 'menu', onclick: () => this.toggleMenu() }, icon('menu'), T.menu);
    this.picker = h('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1', 'aria-hidden': 'true', onchange: (e) => this.files(e, this.picker.files) });
    this.context = h('div', { class: 'context', hidden: true });
    this.commands = h('div', { class: 'commands', role: 'menu', 'aria-label': T.commands, hidden: true, onkeydown: (e) => this.menuKey(e) });
    this.startButton = h('button', { type: 'button', class: 'startbutton', hidden: true, onclick: () => this.restart() }, T.start);
    this.row = h('div', { class: 'composerow' }, this.menuButton,
      h('button', { type: 'button', class: 'iconbutton', 'aria-label': T.attach, onclick: (e) => this.attach(e.currentTarget) }, icon('attach')),
      this.input, this.picker, this.sendButton);
    this.el = h('footer', { class: 'composer', ondragover: (e) => e.preventDefault(), ondrop: (e) => { e.preventDefault(); this.files(e, e.dataTransfer?.files); } },
      this.commands, this.context, this.row, this.startButton);
  }

  clear() {
    this.input.value = '';
    this.leave();
    this.typed();
  }

  /** Takes the menu of a chat that was opened. */
  dress(view) {
    this.menu = view.menu || [];
    this.menuButton.hidden = !this.menu.length;
    this.fresh = this.phone.kind === 'bot' && !view.started;
    this.input.placeholder = this.phone.kind === 'group' ? T.writeGroup : T.write;
    this.showStart();
    this.commands.hidden = true;
    const last = (view.messages || [])[(view.messages || []).length - 1];
    if (last?.markup?.force_reply) this.replyTo(last, last.markup.input_field_placeholder);
  }

  blocked(yes) {
    if (this.isBlocked === yes) return;
    this.isBlocked = yes;
    this.showStart();
  }

  showStart() {
    const need = this.fresh || this.isBlocked;
    this.startButton.hidden = !need;
    this.row.hidden = !!need;
    this.startButton.textContent = this.isBlocked ? T.blockedBar : T.start;
  }

  async restart() {
    await app.try(post('start', { viewer: this.phone.viewer, text: '' }));
    this.fresh = false;
    this.showStart();
  }

  /** Takes in a message that came: its force reply. */
  markup(m) {
    if (this.fresh) { this.fresh = false; this.showStart(); }
    const k = m.markup;
    if (!k) return;
    if (k.force_reply && (!m.reply_to_message || m.reply_to_message.from?.id === this.phone.viewer || this.phone.kind === 'bot')) this.replyTo(m, k.input_field_placeholder);
  }

  typed() {
    const v = this.input.value;
    this.sendButton.disabled = !v.trim();
    this.input.style.height = 'auto';
    this.input.style.height = Math.min(this.input.scrollHeight, 120) + 'px';
    if (/^\/\w*$/.test(v) && this.menu?.length) this.showMenu(v.slice(1)); else this.commands.hidden = true;
  }

  key(e) {
    if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.submit(); }
    if (e.key === 'Escape') { this.leave(); this.commands.hidden = true; }
    if (e.key === 'ArrowUp' && !this.input.value) { const m = this.lastOwn(); if (m) { e.preventDefault(); this.edit(m); } }
    if (e.key === 'ArrowDown' && !this.commands.hidden) { e.preventDefault(); this.commands.querySelector('button')?.focus(); }
  }

  menuKey(e) {
    const all = [...this.commands.children];
    const to = nextOf(all, all.indexOf(document.activeElement), e.key);
    if (to) { e.preventDefault(); to.focus(); }
    if (e.key === 'Escape') { e.stopPropagation(); this.commands.hidden = true; this.input.focus({ preventScroll: true }); }
  }

  lastOwn() {
    return [...this.phone.messages.values()].reverse().find((m) => !m.from_bot && m.from?.id === this.phone.viewer && m.text);
  }

  toggleMenu() {
    if (this.commands.hidden) { this.showMenu(''); this.commands.querySelector('button')?.focus(); } else this.commands.hidden = true;
  }

  showMenu(begin) {
    const some = (this.menu || []).filter((c) => c.command.startsWith(begin));
    this.commands.hidden = !some.length;
    const suffix = this.phone.kind === 'group' ? '@' + app.state.bot.username : '';
    fill(this.commands, some.map((c) => h('button', { type: 'button', role: 'menuitem', tabindex: '-1', onclick: () => { this.commands.hidden = true; this.clear(); this.input.focus({ preventScroll: true }); this.send('/' + c.command + suffix); } },
      h('b', null, '/' + c.command), h('span', null, c.description))));
  }

  replyTo(m, placeholder) {
    this.reply = m;
    this.editing = null;
    this.showContext(T.replying(m.from ? m.from.first_name : T.bot), brief(m));
    if (placeholder) this.input.placeholder = placeholder;
    if (this.phone.el.contains(document.activeElement)) this.input.focus({ preventScroll: true });
  }

  edit(m) {
    this.editing = m;
    this.reply = null;
    this.showContext(T.editing, m.text || m.caption);
    this.input.value = m.text || m.caption;
    this.typed();
    this.input.focus({ preventScroll: true });
  }

  showContext(title, words) {
    this.context.hidden = false;
    fill(this.context, h('span', { class: 'contexttext' }, h('b', null, title), h('span', null, words.split('\n')[0])),
      h('button', { type: 'button', class: 'iconbutton', 'aria-label': T.cancel, onclick: () => { if (this.editing) this.input.value = ''; this.leave(); this.typed(); } }, icon('close')));
  }

  leave() {
    this.reply = this.editing = null;
    this.context.hidden = true;
    this.input.placeholder = this.phone.kind === 'group' ? T.writeGroup : T.write;
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const { reply, editing } = this;
    this.clear();
    this.input.focus({ preventScroll: true });
    const where = { viewer: this.phone.viewer, chat: this.phone.chat };
    const done = editing ? post('edit', { ...where, id: editing.message_id, text }) : post('send', { ...where, text, reply: reply?.message_id || 0 });
    try {
      await done;
    } catch (e) {
      if (!this.input.value) { this.input.value = text; this.typed(); }
      app.failed(e);
    }
  }

  /** Sends words that nobody typed: a command. */
  send(text) { return app.try(post('send', { viewer: this.phone.viewer, chat: this.phone.chat, text })); }

  attach(at) {
    const choose = (kind) => { this.kind = kind; this.picker.accept = kind === 'photo' ? 'image/png,image/jpeg,image/gif' : ''; this.picker.value = ''; this.picker.click(); };
    const where = { viewer: this.phone.viewer, chat: this.phone.chat };
    popover(at, [
      [T.photos, () => choose('photo')], [T.file, () => choose('document')],
      [T.voiceSample, () => app.try(upload({ ...where, kind: 'voice', seconds: 4 }, new Blob([voiceSample])))],
      [T.sendLocation, () => app.try(post('send', { ...where, location: { latitude: 32.7384, longitude: 108.7641 } }))],
      ['👍', '🙏', '👌', '💪', '🎉'].map((e) => [e, () => app.try(post('send', { ...where, sticker: e })), `${T.sticker} ${e}`]),
    ]);
  }

  async files(e, files) {
    if (!files?.length) return;
    e.preventDefault?.();
    const kindOf = (f) => this.kind || (/^image\/(png|jpeg|gif)$/.test(f.type) ? 'photo' : 'document');
    const all = [...files].filter((f) => f.size <= maxFile || toast(T.errTooBig));
    // Several of one kind are an album, as the app sends them.
    const album = all.length > 1 && all.every((f) => kindOf(f) === kindOf(all[0])) ? `${Date.now()}` : '';
    for (const f of all) {
      const kind = kindOf(f);
      const caption = this.input.value.trim();
      this.clear();
      await app.try(upload({ viewer: this.phone.viewer, chat: this.phone.chat, kind, name: f.name, caption, ...(album ? { album } : {}) }, f));
    }
    this.kind = '';
  }
}
