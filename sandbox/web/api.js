// Talking to the program: requests, and the stream of what happens.
import { T } from './texts.js';

/** What a request ended with; code is busy, unknown, act or failed. */
export class Refused extends Error {
  constructor(code, text) { super(text || code); this.code = code; }
  get words() {
    if (this.code === 'busy') return T.errBusy;
    if (this.code === 'unknown') return T.errUnknown;
    if (this.code === 'touched') return T.errTouched;
    if (this.code === 'act') return this.message;
    return T.errFailed;
  }
}

async function ask(path, options) {
  let r;
  try {
    r = await fetch(path, options);
  } catch {
    throw new Refused('offline', T.errOffline);
  }
  const v = await r.json().catch(() => ({}));
  if (!r.ok) throw new Refused(v.error || 'failed', v.text);
  return v;
}

/** Reads something. */
export function get(name, query = {}) { return ask(`api/${name}?${new URLSearchParams(query)}`); }

/** Does something. */
export function post(name, body = {}) {
  return ask(`api/${name}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

/** Sends a file from somebody's phone. */
export function upload(query, data) {
  return ask(`api/upload?${new URLSearchParams(query)}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: data });
}

/** Follows what happens. The browser connects again by itself; hello is called after every connection. */
export function follow(on, connected) {
  const source = new EventSource('api/events');
  source.onmessage = (m) => { connected(true); on(JSON.parse(m.data)); };
  source.onerror = () => {
    connected(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(on, connected), 1000);
  };
  addEventListener('pagehide', () => source.close());
  return source;
}
