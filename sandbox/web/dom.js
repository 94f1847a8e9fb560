// Building nodes. Text always becomes a text node: nothing on this page is
// ever parsed as HTML.

/** Makes an element: h('button', {class: 'x', onclick: f, 'aria-label': 'y'}, children…). */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [k, v] of Object.entries(props || {})) set(el, k, v);
  if (el.classList.contains('iconbutton') && !el.title) el.title = el.getAttribute('aria-label') || ''; // what has no words says them
  add(el, children);
  return el;
}

function set(el, k, v) {
  if (v === undefined || v === null || v === false) return;
  if (k.startsWith('on')) el.addEventListener(k.slice(2), v);
  else if (k === 'class') el.className = v;
  else if (k === 'dataset') Object.assign(el.dataset, v);
  else if (k === 'value' || k === 'disabled' || k === 'checked') el[k] = v;
  else el.setAttribute(k, v === true ? '' : v);
}

function add(el, children) {
  for (const c of children.flat(Infinity)) {
    if (c === undefined || c === null || c === false || c === '') continue;
    el.append(c);
  }
}

/** Replaces what an element holds. */
export function fill(el, ...children) {
  el.replaceChildren();
  add(el, children);
  return el;
}

const paths = {
  send: 'M3 11.5 21 3l-4.5 18-4.6-7.4L3 11.5Zm8.9 2.1L21 3',
  attach: 'M20 11.5 11.8 19.7a5 5 0 0 1-7-7L13 4.4a3.4 3.4 0 0 1 4.8 4.8l-8.3 8.2a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5',
  close: 'M6 6l12 12M18 6 6 18', down: 'M6 9l6 6 6-6', menu: 'M4 7h16M4 12h16M4 17h16', plus: 'M12 5v14M5 12h14',
  play: 'M8 5v14l11-7L8 5Z', reset: 'M4 4v6h6M4.6 15a8 8 0 1 0 1.8-8.3L4 10', flag: 'M6 21V4h11l-2 4 2 4H6',
  bell: 'M6 16V11a6 6 0 1 1 12 0v5l2 2H4l2-2Zm4 4h4', group: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 9a6 6 0 0 1 12 0M16 4.5a3.3 3.3 0 0 1 0 6.3M18 20a6 6 0 0 0-3-5.2',
  more: 'M5 12h.01M12 12h.01M19 12h.01', check: 'M5 12.5 10 17 19 7', clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3 2',
  file: 'M7 3h7l4 4v14H7V3Zm7 0v4h4', keys: 'M4 6h16v12H4zM8 10h.01M12 10h.01M16 10h.01M8 14h8', bolt: 'M13 3 5 14h6l-1 7 8-11h-6l1-7Z',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z', help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.5 9.3a2.6 2.6 0 1 1 3.6 2.4c-.8.4-1.1.9-1.1 1.8M12 16.8h.01', mic: 'M12 15a3 3 0 0 0 3-3V6a3 3 0 1 0-6 0v6a3 3 0 0 0 3 3Zm-6-4a6 6 0 0 0 12 0M12 17v4', place: 'M12 21s7-6.2 7-11a7 7 0 1 0-14 0c0 4.8 7 11 7 11Zm0-8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z', pin: 'M9 3h6l-1 6 3 3v2H7v-2l3-3-1-6Zm3 11v7',
  stop: 'M7 7h10v10H7z', eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z', moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z',
  next: 'M6 5v14l9-7L6 5Zm12 0v14', terminal: 'M4 5h16v14H4zM7 9l3 3-3 3M12 15h5', bot: 'M5 9h14v10H5zM12 9V5M9 14h.01M15 14h.01M12 4h.01',
};
const svgNS = 'http://www.w3.org/2000/svg';

/** An icon, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(svgNS, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon icon-' + name);
  const p = document.createElementNS(svgNS, 'path');
  p.setAttribute('d', paths[name]);
  svg.append(p);
  return svg;
}

const hues = 7;
/** A round picture with a name's most telling character. */
export function avatar(name, kind) {
  if (kind === 'bot') return h('span', { class: 'avatar avatar-bot', 'aria-hidden': 'true' }, icon('bot'));
  if (kind === 'group') return h('span', { class: 'avatar avatar-group', 'aria-hidden': 'true' }, icon('group'));
  let sum = 0;
  for (const c of name) sum = (sum * 31 + c.codePointAt(0)) % 9973;
  return h('span', { class: `avatar hue-${sum % hues}`, 'aria-hidden': 'true' }, [...name][0] || '');
}
