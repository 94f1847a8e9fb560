// A message as a phone shows it: nodes from text and entities, media, buttons.
import { h, icon, avatar } from './dom.js';
import { T, clockText, momentText } from './texts.js';
import { app } from './app.js';

/** Turns a text with entities (offsets in UTF-16 units, possibly nested) into nodes. */
export function richText(text, entities, act) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, sorted, 0, text.length, act);
}

function span(text, entities, from, to, act) {
  const out = [];
  let at = from;
  for (let i = 0; i < entities.length;) {
    const e = entities[i];
    const end = Math.min(e.offset + e.length, to);
    if (e.offset < at || end <= e.offset) { i++; continue; }
    if (e.offset > at) out.push(text.slice(at, e.offset));
    let j = i + 1;
    while (j < entities.length && entities[j].offset < end) j++;
    const inner = span(text, entities.slice(i + 1, j), e.offset, end, act);
    out.push(wrap(e, text.slice(e.offset, end), inner, act));
    at = end;
    i = j;
  }
  if (at < to) out.push(text.slice(at, to));
  return out;
}

const tags = { bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code', blockquote: 'blockquote' };

function wrap(e, words, inner, act) {
  if (tags[e.type]) return h(tags[e.type], null, inner);
  switch (e.type) {
    case 'spoiler':
      return h('button', { type: 'button', class: 'spoiler', onclick: (ev) => ev.currentTarget.classList.add('seen') }, inner);
    case 'url': return link(words, inner, act);
    case 'text_link': return link(e.url, inner, act);
    case 'bot_command':
      return h('button', { type: 'button', class: 'textlink', onclick: () => act.command(words) }, inner);
    case 'expandable_blockquote': return folded(words, inner);
    case 'date_time': {
      const at = new Date(e.unix_time * 1000);
      return h('time', { datetime: at.toISOString(), title: momentText(at, 'wDt') }, e.date_time_format ? momentText(at, e.date_time_format, new Date(app.state.now)) : inner);
    }
    case 'mention': case 'hashtag': case 'cashtag': case 'email': case 'phone_number':
      return h('span', { class: 'mention' }, inner);
  }
  return h('span', null, inner);
}

/** A quotation that shows its first three lines until somebody wants the rest. */
function folded(words, inner) {
  const long = words.split('\n').length > 3 || words.length > 60;
  const q = h('blockquote', { class: long ? 'folded' : '' }, inner,
    long && h('button', { type: 'button', class: 'unfold', 'aria-expanded': 'false', onclick: (ev) => { q.classList.remove('folded'); ev.currentTarget.remove(); } }, T.unfold));
  return q;
}

function link(address, inner, act) {
  return h('button', { type: 'button', class: 'textlink', title: address, onclick: (ev) => act.link(address, ev.currentTarget) }, inner);
}

/** The payload of a deep link to the bot, null for any other address. */
export function payloadOf(address, username) {
  let u;
  try { u = new URL(address.includes('://') ? address : 'https://' + address); } catch { return null; }
  if (u.hostname !== 't.me' || u.pathname.toLowerCase() !== '/' + username.toLowerCase()) return null;
  return u.searchParams.get('start') || '';
}

/** Whether a message is about the chat and no one's words. */
export function serviceText(m) {
  const who = m.from ? m.from.first_name : '';
  if (m.new_chat_members) return T.joined(who, m.new_chat_members.map((u) => u.first_name).join('、'));
  if (m.left_chat_member) return T.left(m.left_chat_member.first_name);
  if (m.group_chat_created || m.supergroup_chat_created) return T.created(who);
  if (m.new_chat_title) return T.titled(m.new_chat_title);
  if (m.pinned_message) return T.pinned;
  if (m.migrate_to_chat_id || m.migrate_from_chat_id || m.forum_topic_created) return '·';
  return '';
}

/** What a message is in a few words, for quotes and lists. */
export function brief(m) {
  return (m.text || m.caption || (m.photo ? T.photo : m.voice ? T.voice : m.sticker ? `${m.sticker.emoji} ${T.sticker}` : m.location ? T.location : T.file)).split('\n')[0];
}

function originName(o) {
  return o.sender_user?.first_name || o.sender_user_name || o.sender_chat?.title || o.chat?.title || T.unknown;
}

/**
 * Renders a message. own says whether the phone's owner wrote it; act has
 * command, link, tap, menu, view and react.
 */
export function renderMessage(m, { own, group, act }) {
  const service = serviceText(m);
  if (service) return h('div', { class: 'msg service', dataset: { id: m.message_id } }, h('span', null, service));
  const name = m.from && !m.from_bot ? m.from.first_name : T.bot;
  const bubble = h('div', { class: `bubble${m.sticker ? ' bare' : ''}` },
    group && !own && h('div', { class: 'sender' }, m.from ? m.from.first_name : name),
    m.forward_origin && h('div', { class: 'forwarded' }, T.forwarded(originName(m.forward_origin))),
    m.reply_to_message && quote(m.reply_to_message, act),
    m.photo && picture(m, act),
    m.document && attachment(m.document),
    m.voice && voice(m.voice),
    m.sticker && h('span', { class: 'sticker', role: 'img', 'aria-label': `${T.sticker} ${m.sticker.emoji}` }, m.sticker.emoji),
    m.location && place(m.location),
    (m.text || m.caption) && h('div', { class: 'words' }, richText(m.text || m.caption, m.entities || m.caption_entities, act)),
    meta(m, own),
    m.reactions?.length > 0 && reactions(m, act));
  longPress(bubble, () => act.menu(m, bubble));
  bubble.append(h('button', { type: 'button', class: 'more', 'aria-label': T.actions, onclick: (ev) => act.menu(m, ev.currentTarget) }, icon('more')));
  return h('div', { class: `msg ${own ? 'out' : 'in'}${m.reply_markup ? ' with-keys' : ''}${m.media_group_id ? ' album' : ''}`, dataset: { id: m.message_id, at: m.at } },
    group && !own && avatar(m.from ? m.from.first_name : name, m.from_bot ? 'bot' : ''),
    h('div', { class: 'stack' }, bubble, m.reply_markup && keyboard(m, act)));
}

/** Calls back when a finger rests on an element, or at a right click. */
function longPress(el, then) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  el.addEventListener('contextmenu', (e) => { e.preventDefault(); stop(); then(); });
  el.addEventListener('pointerdown', (e) => { if (e.pointerType !== 'mouse') timer = setTimeout(then, 480); });
  for (const name of ['pointerup', 'pointercancel', 'pointermove', 'pointerleave']) el.addEventListener(name, stop);
}

function meta(m, own) {
  const at = new Date(m.at);
  return h('span', { class: 'meta' }, m.has_protected_content && h('span', { title: T.isProtected }, icon('lock')), m.edit_date && !m.from_bot && h('i', { class: 'edited' }, T.edited),
    h('time', { datetime: m.at }, clockText(at)), own && icon('check'));
}

function quote(m, act) {
  return h('button', { type: 'button', class: 'quote', onclick: () => act.jump(m.message_id) },
    h('b', null, m.from ? m.from.first_name : T.bot), h('span', null, brief(m)));
}

/** The address of a file that was sent. */
export function fileAddress(id) { return 'api/file?' + new URLSearchParams({ id }); }

function picture(m, act) {
  const p = m.photo[m.photo.length - 1];
  const img = h('img', { src: fileAddress(p.file_id), alt: m.caption || T.photoAlt, width: p.width, height: p.height, loading: 'lazy', decoding: 'async' });
  return h('button', { type: 'button', class: 'picture', 'aria-label': T.open + T.photo, onclick: () => act.view(p, m.caption) }, img);
}

function attachment(d) {
  return h('a', { class: 'attachment', href: fileAddress(d.file_id), download: d.file_name || T.file, title: T.download },
    h('span', { class: 'fileicon' }, icon('file')),
    h('span', { class: 'filename' }, h('b', null, d.file_name || T.file), h('small', null, sizeText(d.file_size || 0))));
}

function voice(v) {
  return h('div', { class: 'voice' }, h('span', { class: 'fileicon' }, icon('mic')), h('span', { class: 'wave', 'aria-hidden': 'true' }), h('small', null, `${T.voice} ${T.seconds(v.duration)}`));
}

function place(l) {
  return h('div', { class: 'place' }, h('span', { class: 'map', 'aria-hidden': 'true' }, icon('place')),
    h('span', { class: 'filename' }, h('b', null, T.location), h('small', null, `${l.latitude.toFixed(4)}, ${l.longitude.toFixed(4)}`)));
}

function reactions(m, act) {
  const by = new Map();
  for (const r of m.reactions) by.set(r.emoji, [...(by.get(r.emoji) || []), r.user]);
  return h('div', { class: 'reactions' }, [...by].map(([emoji, users]) =>
    h('button', { type: 'button', class: users.includes(act.viewer) ? 'mine' : '', 'aria-pressed': String(users.includes(act.viewer)), 'aria-label': T.reacted(emoji, users.length),
      onclick: () => act.react(m, users.includes(act.viewer) ? '' : emoji) }, emoji, h('small', null, users.length))));
}

function sizeText(n) {
  if (n < 1024) return `${n} B`;
  if (n < 1 << 20) return `${(n / 1024).toFixed(n < 10240 ? 1 : 0)} KB`;
  return `${(n / (1 << 20)).toFixed(1)} MB`;
}

function keyboard(m, act) {
  return h('div', { class: 'keys', role: 'group' }, m.reply_markup.inline_keyboard.map((row) =>
    h('div', { class: 'keyrow' }, row.map((b) =>
      h('button', { type: 'button', class: `key${b.style ? ' key-' + b.style : ''}${b.url ? ' key-url' : ''}${b.copy_text ? ' key-copy' : ''}`, title: b.text, onclick: (ev) => act.tap(m, b, ev.currentTarget) },
        h('span', null, b.text))))));
}
