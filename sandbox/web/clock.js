// The clock bar: date, time, working day, ways to move on, and the timeline.
import { h, fill, icon } from './dom.js';
import { T, clockText, dateText, weekdayText, weekdayChar, dayKey, legend, legendStates } from './texts.js';
import { post } from './api.js';
import { dialog } from './dialogs.js';
import { app } from './app.js';

const moves = [['hour', T.hour], ['day', T.day], ['next', T.next], ['deadline', T.deadline]];
const speeds = [[0, T.still], [60, T.minute], [3600, T.hourly], [86400, T.daily]];

export class ClockBar {
  constructor(el) {
    this.time = h('time', { class: 'bigtime' });
    this.date = h('b', { class: 'bigdate' });
    this.chip = h('span', { class: 'chip' });
    this.moves = moves.map(([move, label]) => h('button', { type: 'button', class: move === 'next' ? 'primary' : '', onclick: () => this.move(move) }, move === 'next' && icon('next'), label));
    this.speed = h('div', { class: 'seg speed', role: 'radiogroup', 'aria-label': T.speed }, speeds.map(([s, label]) =>
      h('button', { type: 'button', role: 'radio', dataset: { speed: s }, onclick: () => app.try(post('clock', { speed: s })) }, label)));
    this.strip = h('div', { class: 'strip', role: 'list', 'aria-label': T.timeline, tabindex: '0' });
    this.now = h('div', { class: 'nowline', 'aria-hidden': 'true' });
    this.quick = h('button', { type: 'button', class: 'primary quick', onclick: () => this.move('next') }, icon('next'), T.next);
    this.expand = h('button', { type: 'button', class: 'iconbutton expand', 'aria-label': T.clockSheet, 'aria-expanded': 'false', onclick: () => this.toggle() }, icon('down'));
    fill(el, h('div', { class: 'clockrow' },
      h('button', { type: 'button', class: 'iconbutton sidebutton', 'aria-label': T.menu, onclick: () => app.toggleSide() }, icon('menu')),
      h('div', { class: 'now' }, this.time, h('div', { class: 'nowdate' }, this.date, this.chip)),
      h('div', { class: 'moves' }, this.moves), this.speed, this.quick, this.expand), h('div', { class: 'stripbox' }, this.strip,
      h('button', { type: 'button', class: 'legendbutton', 'aria-haspopup': 'dialog', onclick: () => this.explain() }, icon('help'), T.legend)));
    this.el = el;
  }

  toggle() {
    const open = this.el.classList.toggle('open');
    this.expand.setAttribute('aria-expanded', String(open));
    if (open) this.center();
  }

  async move(move, to) {
    if (this.moving) return;
    this.moving = true;
    this.el.classList.add('moving');
    this.enable();
    await app.try(post('clock', { move, ...(to ? { to } : {}) }));
    this.moving = false;
    this.el.classList.remove('moving');
    this.enable();
    await app.refresh();
  }

  enable() {
    for (const b of [...this.moves, this.quick]) b.disabled = this.moving || app.state?.acting || false;
  }

  /** Shows the present; called many times a second while the clock runs. */
  tick(now) {
    this.time.textContent = clockText(now);
    this.time.dateTime = now.toISOString();
    this.date.textContent = `${dateText(now)} ${weekdayText(now)}`;
    this.placeNow(now);
  }

  draw(state) {
    const { today } = state;
    this.tick(new Date(state.now));
    this.chip.textContent = today.work ? (today.name ? T.makeup : T.workday) : today.name || T.restday;
    this.chip.className = 'chip ' + (today.work ? 'work' : 'rest');
    for (const b of this.speed.children) {
      const on = Number(b.dataset.speed) === state.speed;
      b.classList.toggle('on', on);
      b.setAttribute('aria-checked', String(on));
    }
    this.enable();
    this.line(state.timeline, new Date(state.now));
  }

  line(line, now) {
    const key = JSON.stringify([line, dayKey(now)]);
    if (key === this.key) { this.placeNow(now); return; }
    this.key = key;
    const marks = new Map();
    for (const m of line.marks) {
      const d = dayKey(new Date(m.at));
      marks.set(d, [...(marks.get(d) || []), m]);
    }
    const at = this.strip.scrollLeft;
    this.next = line.marks.find((m) => new Date(m.at) > now && m.kind !== 'deadline')?.id;
    fill(this.strip, line.days.map((d) => this.day(d, marks.get(d.date) || [], now)), this.now);
    this.strip.scrollLeft = at;
    this.placeNow(now);
    if (this.today !== dayKey(now)) { this.today = dayKey(now); this.center(); }
  }

  day(d, marks, now) {
    const [, m, n] = d.date.split('-');
    const today = d.date === dayKey(now);
    return h('div', { class: `daycell${d.work ? '' : ' off'}${today ? ' today' : ''}${marks.length ? ' busyday' : ''}`, role: 'listitem', dataset: { day: d.date } },
      h('div', { class: 'dayhead' }, h('b', null, n === '01' ? `${Number(m)}/1` : Number(n)), h('small', { title: d.name || null }, d.name ? (d.work ? T.makeupShort : d.name) : weekdayChar(d.date))),
      h('div', { class: 'marks' }, marks.map((x) => this.mark(x, now))));
  }

  mark(m, now) {
    const at = new Date(m.at);
    const past = at <= now;
    const sent = m.messages?.length || 0;
    const when = `${dateText(at)} ${clockText(at)}`;
    return h('button', { type: 'button', class: `mark mark-${m.kind}${past ? ' past' : ''}${sent ? ' sent' : ''}${m.id === this.next ? ' nextmark' : ''}`, title: `${when} ${m.label}`,
      'aria-label': `${T.markAt(when, m.label)}${sent ? '，' + T.markSent(sent) : ''}`, onclick: () => this.open(m) }, m.kind === 'deadline' ? icon('flag') : null);
  }

  placeNow(now) {
    const cell = this.strip.querySelector('.today');
    if (!cell) { this.now.hidden = true; return; }
    this.now.hidden = false;
    const [hh, mm] = clockText(now).split(':').map(Number);
    this.now.style.transform = `translateX(${cell.offsetLeft + cell.offsetWidth * ((hh * 60 + mm) / 1440)}px)`;
  }

  center() {
    const cell = this.strip.querySelector('.today');
    if (cell) this.strip.scrollLeft = cell.offsetLeft - this.strip.clientWidth * 0.3;
  }

  /** Says what the marks mean. */
  explain() {
    const sign = (kind, state) => h('span', { class: `mark mark-${kind} ${state}`, 'aria-hidden': 'true' }, kind === 'deadline' ? icon('flag') : null);
    return dialog(T.legendTitle, () => [
      h('ul', { class: 'legend' }, legend.map(([kind, name, what]) => h('li', null, sign(kind, 'past sent'), h('span', null, h('b', null, name), h('small', null, what))))),
      h('ul', { class: 'legend' }, legendStates.map(([state, what]) => h('li', null, sign('remind', state), h('span', null, what)))),
    ], 'small');
  }

  open(m) {
    const at = new Date(m.at);
    const title = `${dateText(at)} ${clockText(at)} · ${m.label}`;
    const future = at > new Date(app.state.now);
    return dialog(title, (end) => [
      future && h('p', { class: 'hint' }, T.markFuture),
      future && h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', onclick: () => { end(); this.move('to', m.at); } }, icon('next'), T.goHere)),
      !future && !m.messages?.length && h('p', { class: 'hint' }, T.markNone),
      (m.messages || []).map((r) => h('button', { type: 'button', class: 'person', onclick: () => { end(); app.show(r); } },
        icon('bell'), h('span', null, h('b', null, r.to), h('small', null, r.text)))),
    ], 'small');
  }
}
