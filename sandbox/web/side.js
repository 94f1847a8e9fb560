// The sidebar: scenes and their acts, faults, the rehearsal, the theme.
import { h, fill, icon } from './dom.js';
import { T } from './texts.js';
import { post } from './api.js';
import { toast } from './dialogs.js';
import { rehearse } from './rehearsal.js';
import { app } from './app.js';

export class Side {
  constructor(el) {
    this.scenes = h('div', { class: 'scenes' });
    this.faults = h('div', { class: 'faults' });
    this.themeButton = h('button', { type: 'button', class: 'quiet', onclick: () => this.turnTheme() });
    this.el = el;
    fill(el, h('div', { class: 'sideinner' },
      h('div', { class: 'brand' }, h('img', { src: 'icon.svg', alt: '', width: '36', height: '36' }), h('div', null, h('h1', null, T.brand), h('small', null, T.brandSub)),
        h('button', { type: 'button', class: 'iconbutton sideclose', 'aria-label': T.close, onclick: () => app.toggleSide(false) }, icon('close'))),
      h('h2', null, T.scenes), this.scenes,
      h('h2', null, T.faults), this.faults,
      h('div', { class: 'sidefoot' },
        h('button', { type: 'button', class: 'wide', onclick: () => rehearse() }, icon('eye'), T.rehearse),
        h('button', { type: 'button', class: 'wide addphone', onclick: () => app.addPhone() }, icon('plus'), T.addPhone),
        this.themeButton)));
    this.theme = this.stored();
    this.applyTheme();
  }

  stored() { try { return localStorage.getItem('theme') || ''; } catch { return ''; } }

  turnTheme() {
    this.theme = { '': 'light', light: 'dark', dark: '' }[this.theme] ?? '';
    try { localStorage.setItem('theme', this.theme); } catch { /* a browser that keeps nothing */ }
    this.applyTheme();
  }

  applyTheme() {
    document.documentElement.dataset.theme = this.theme;
    fill(this.themeButton, icon('moon'), `${T.theme}：${{ '': T.themeAuto, light: T.themeLight, dark: T.themeDark }[this.theme]}`);
  }

  draw(state) {
    this.drawFaults(state);
    const key = JSON.stringify([state.scene, state.act, state.acting, state.touched]);
    if (key === this.key) return;
    this.key = key;
    fill(this.scenes, state.scenes.map((s) => this.scene(s, state)));
  }

  scene(s, state) {
    const on = s.id === state.scene;
    return h('section', { class: `scene${on ? ' on' : ''}` },
      h('button', { type: 'button', class: 'scenehead', title: s.about, dataset: { scene: s.id }, 'aria-pressed': String(on), onclick: () => this.set(s.id) },
        h('b', null, s.title), h('small', null, s.about)),
      on && this.acts(s, state));
  }

  acts(s, state) {
    const done = state.act >= s.acts.length;
    return h('div', { class: 'acts' },
      h('ol', null, s.acts.map((a, i) => h('li', { class: i < state.act ? 'done' : i === state.act ? 'here' : '', 'aria-current': i === state.act ? 'step' : null },
        h('b', null, a.title), i === state.act && h('p', null, a.note)))),
      done && h('p', { class: 'hint' }, T.allDone),
      !done && state.touched && !state.acting && h('p', { class: 'touched' }, T.touched),
      h('div', { class: 'sceneactions' },
        state.acting ? h('button', { type: 'button', class: 'primary', onclick: () => post('halt') }, icon('stop'), T.stop)
          : !done && h('button', { type: 'button', class: 'primary', id: 'nextact', onclick: () => this.act(state.touched) }, icon('play'), state.touched ? T.nextActAnew : T.nextAct),
        h('button', { type: 'button', class: 'quiet', onclick: () => this.set(s.id) }, icon('reset'), done ? T.replay : T.reset)));
  }

  async set(id) {
    app.busy(true);
    await app.try(post('scene', { text: id }));
    app.busy(false);
  }

  /** Plays the next act; anew after somebody has touched the stage. */
  async act(anew) {
    app.toggleSide(false);
    await app.try(post('act', { on: anew }));
    app.refresh();
  }

  drawFaults({ faults }) {
    const key = JSON.stringify(faults);
    if (key === this.faultKey) return;
    this.faultKey = key;
    const well = !faults.down && !faults.killed && !faults.line?.length;
    const words = [faults.killed && T.dead, faults.down && T.down, faults.line?.length > 0 && T.lineBad, faults.pending > 0 && T.waiting(faults.pending), faults.outbox > 0 && T.outbox(faults.outbox)].filter(Boolean);
    const focused = this.faults.contains(document.activeElement) ? document.activeElement.dataset.fault : '';
    fill(this.faults,
      this.toggle('down', T.faultDown, T.faultDownHint, faults.down, (on) => this.fault({ down: on }, on ? T.downToast : T.upToast)),
      this.toggle('killed', T.faultKilled, T.faultKilledHint, faults.killed, (on) => this.fault({ killed: on }, on ? T.killToast : T.reviveToast)),
      [['proxy', T.faultProxy, T.faultProxyHint], ['silent', T.faultSilent, T.faultSilentHint], ['menus', T.faultMenus, T.faultMenusHint]].map(([id, label, hint]) =>
        this.toggle(id, label, hint, faults.line?.includes(id), (on) => this.fault({ line: id, on }, (on ? T.faultOn : T.faultOff)(label)))),
      h('p', { class: `health${well ? '' : ' ill'}` }, words.join('，') || `${T.allWell}，${T.handled(faults.handled, faults.sent)}`));
    if (focused) this.faults.querySelector(`[data-fault="${focused}"]`)?.focus();
  }

  toggle(id, label, hint, on, set) {
    return h('button', { type: 'button', role: 'switch', class: 'switch', dataset: { fault: id }, 'aria-checked': String(!!on), onclick: () => set(!on) },
      h('span', null, h('b', null, label), h('small', null, hint)), h('i', { 'aria-hidden': 'true' }));
  }

  async fault(body, done) {
    if (await app.try(post('fault', body))) toast(done);
    app.refresh();
  }
}
