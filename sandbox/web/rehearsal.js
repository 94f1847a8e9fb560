// Who will get what, and when, if a unit stays silent.
import { h, fill } from './dom.js';
import { T, clockText, dateText, weekdayText } from './texts.js';
import { get } from './api.js';
import { dialog } from './dialogs.js';
import { app } from './app.js';

/** Opens the rehearsal. */
export function rehearse() {
  return dialog(T.rehearseTitle, () => {
    const out = h('div', { class: 'rehearsal', 'aria-live': 'polite' });
    const units = app.state.units.filter((u) => u.lead);
    const select = h('select', { 'aria-label': T.rehearseUnit, onchange: () => run(select.value, out) }, units.map((u) => h('option', { value: u.id }, u.name)));
    run(select.value, out);
    return [h('p', { class: 'hint' }, T.rehearseWhat), h('label', { class: 'field' }, T.rehearseUnit, select), out];
  }, 'large');
}

let latest = 0;
async function run(unit, out) {
  const mine = ++latest;
  fill(out, h('p', { class: 'hint loading' }, T.rehearsing));
  let r;
  try { r = await get('rehearsal', { unit }); } catch (e) { fill(out, h('p', { class: 'hint' }, e.words || T.errFailed)); return; }
  if (mine !== latest) return;
  if (!r.sent.length) { fill(out, h('p', { class: 'hint' }, app.state.claim ? T.rehearseFirst : T.rehearseNone)); return; }
  const days = new Map();
  for (const s of r.sent) {
    const at = new Date(s.at);
    const day = `${dateText(at)} ${weekdayText(at)}`;
    days.set(day, [...(days.get(day) || []), s]);
  }
  fill(out, [...days].map(([day, all]) => h('section', { class: 'rday' }, h('h3', null, day), all.map(row))));
}

function row(s) {
  return h('details', { class: s.group ? 'rrow group' : 'rrow' },
    h('summary', null, h('time', { datetime: s.at }, clockText(new Date(s.at))), h('b', null, s.to), h('span', null, s.text.split('\n')[0])),
    h('p', null, s.text));
}
