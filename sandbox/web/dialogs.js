// What comes up above the page: toasts, alerts, choosers, pictures, menus.
import { h, fill, icon, avatar } from './dom.js';
import { T } from './texts.js';
import { post } from './api.js';
import { fileAddress } from './message.js';
import { app } from './app.js';

/** A short note that goes by itself. */
export function toast(text) {
  const box = document.getElementById('toasts');
  const t = h('div', { class: 'toast' }, text);
  box.append(t);
  while (box.children.length > 3) box.firstChild.remove();
  setTimeout(() => t.remove(), 4200);
}

/** Opens a dialog; content gets a function that closes it with a result. */
export function dialog(title, content, cls) {
  return new Promise((resolve) => {
    let result;
    const end = (v) => { result = v; d.close(); };
    const d = h('dialog', { class: cls || '', 'aria-label': title, onclick: (e) => { if (e.target === d) d.close(); } });
    d.append(h('div', { class: 'sheet' },
      h('header', null, h('h2', null, title), h('button', { type: 'button', class: 'iconbutton', 'aria-label': T.close, onclick: () => d.close() }, icon('close'))),
      h('div', { class: 'sheetbody' }, content(end))));
    d.addEventListener('close', () => { d.remove(); resolve(result); });
    document.body.append(d);
    d.showModal();
  });
}

/** A callback's alert. */
export function alertBox(text) {
  return dialog(app.state.bot.first_name, (end) => [h('p', { class: 'alerttext' }, text), h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', autofocus: true, onclick: () => end() }, T.ok))], 'small alert');
}

/** A picture, large. */
export function viewPhoto(p, caption) {
  return dialog(caption || T.photo, () => h('img', { class: 'large', src: fileAddress(p.file_id), alt: caption || T.photoAlt, width: p.width, height: p.height }), 'photo');
}

let shut = null; // closes the menu that is open

/**
 * A small menu at a button: [label, action] or nothing; a list of such in
 * place of a label makes a row. Arrows, Home and End move, Esc and Tab close,
 * and the focus goes back to the button.
 */
export function popover(at, items) {
  shut?.();
  const item = ([label, run, spoken]) => h('button', { type: 'button', role: 'menuitem', tabindex: '-1', 'aria-label': spoken, onclick: () => { close(); run(); } }, label);
  const menu = h('div', { class: 'popover', role: 'menu', 'aria-label': T.menu }, items.filter(Boolean).map((i) =>
    Array.isArray(i[0]) ? h('div', { class: 'emojis', role: 'none' }, i.map(item)) : item(i)));
  const away = (e) => { if (!menu.contains(e.target)) close(false); };
  const keys = (e) => {
    const all = [...menu.querySelectorAll('[role=menuitem]')];
    const to = nextOf(all, all.indexOf(document.activeElement), e.key);
    if (to) { e.preventDefault(); to.focus(); } else if (e.key === 'Escape' || e.key === 'Tab') { e.preventDefault(); e.stopPropagation(); close(); }
  };
  function close(back = true) {
    menu.remove();
    shut = null;
    at.setAttribute?.('aria-expanded', 'false');
    removeEventListener('pointerdown', away, true);
    removeEventListener('keydown', keys, true);
    if (back && at.isConnected) at.focus?.({ preventScroll: true });
  }
  shut = close;
  if (at.matches?.('button')) { at.setAttribute('aria-haspopup', 'menu'); at.setAttribute('aria-expanded', 'true'); }
  document.getElementById('main').append(menu);
  const r = at.getBoundingClientRect();
  const m = menu.getBoundingClientRect();
  menu.style.left = Math.max(8, Math.min(innerWidth - m.width - 8, r.left)) + 'px';
  menu.style.top = (r.bottom + m.height + 8 < innerHeight ? r.bottom + 4 : Math.max(8, r.top - m.height - 4)) + 'px';
  addEventListener('pointerdown', away, true);
  addEventListener('keydown', keys, true);
  menu.querySelector('[role=menuitem]')?.focus();
}

/** Which of a list a key leads to, nothing for any other key. */
export function nextOf(all, i, key) {
  const n = all.length;
  switch (key) {
    case 'ArrowDown': case 'ArrowRight': return all[(i + 1) % n];
    case 'ArrowUp': case 'ArrowLeft': return all[(i - 1 + n) % n];
    case 'Home': return all[0];
    case 'End': return all[n - 1];
  }
  return undefined;
}

const rank = { director: 0, contact: 1, head: 2 };

/** Asks for a person; resolves to an id, or nothing. */
export function choosePerson(title, { current, group, hint, fresh } = {}) {
  return dialog(title, (end) => {
    const list = h('div', { class: 'people' });
    const draw = (q) => fill(list, sections(q, { current, group, fresh, end }));
    const search = h('input', { type: 'search', placeholder: T.search, 'aria-label': T.search, oninput: () => draw(search.value.trim()) });
    draw('');
    return [hint && h('p', { class: 'hint' }, hint), search, list, adder(end)];
  }, 'chooser');
}

function sections(q, { current, group, fresh, end }) {
  const people = app.state.people.filter((p) => (!group || p.groupUnread >= 0) && (!q || (p.name + p.roles.join()).includes(q)));
  const by = new Map();
  for (const p of people) {
    const unit = p.key === 'director' ? T.office : app.state.units.find((u) => u.id === p.unit)?.name || T.others;
    by.set(unit, [...(by.get(unit) || []), p]);
  }
  const order = [...by].sort(([a], [b]) => (a === T.office ? -1 : b === T.office ? 1 : 0));
  return order.map(([unit, ps]) => h('section', null, h('h3', null, unit),
    ps.sort((a, b) => (fresh ? Number(a.roles.length > 0) - Number(b.roles.length > 0) : 0) || (rank[a.key] ?? 9) - (rank[b.key] ?? 9)).map((p) =>
      h('button', { type: 'button', class: `person${p.id === current ? ' on' : ''}`, 'aria-current': p.id === current ? 'true' : null, onclick: () => end(p.id) },
        avatar(p.name), h('span', null, h('b', null, p.name), h('small', null, p.blocked ? T.blocked : p.roles.join('、') || T.stranger)),
        p.unread > 0 && h('b', { class: 'badge', 'aria-label': T.unread(p.unread) }, p.unread)))));
}

function adder(end) {
  const name = h('input', { type: 'text', maxlength: '20', placeholder: T.newPersonName, 'aria-label': T.newPerson });
  const add = async () => {
    if (!name.value.trim()) { name.focus(); return; }
    const r = await app.try(post('person', { text: name.value.trim() }));
    if (r) { await app.refresh(); end(r.id); }
  };
  name.addEventListener('keydown', (e) => { if (e.key === 'Enter' && !e.isComposing) add(); });
  return h('div', { class: 'adder' }, name, h('button', { type: 'button', onclick: add }, T.newPerson));
}
