/**
 * One connection for everything on a page that follows the same stream. It rests while nobody looks at the page, so
 * that many open tabs do not use up what a browser grants one server.
 *
 * Who follows has `heard(event)`, called without an event where something may have happened unheard, `away(isAway)`
 * and, for what is not kept, `signed(event)`; each may be left out.
 */
export class Stream {
  static #all = new Map();
  #address;
  #followers = new Set();
  #source;
  #rested = false;

  static of(address) {
    if (!this.#all.has(address)) this.#all.set(address, new Stream(address));
    return this.#all.get(address);
  }

  constructor(address) {
    this.#address = address;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#rest() : this.#open()));
  }

  join(follower) {
    this.#followers.add(follower);
    if (!document.hidden) this.#open();
  }

  leave(follower) {
    this.#followers.delete(follower);
    if (this.#followers.size === 0) this.#rest();
  }

  #open() {
    if (this.#source || this.#followers.size === 0) return;
    this.#source = new EventSource(this.#address);
    this.#source.addEventListener("message", (event) => event.lastEventId && this.#tell((one) => one.heard?.(event)));
    this.#source.addEventListener("sign", (event) => this.#tell((one) => one.signed?.(event)));
    this.#source.addEventListener("error", () => this.#tell((one) => one.away?.(true)));
    this.#source.addEventListener("open", () => {
      this.#tell((one) => one.away?.(false));
      if (this.#rested) this.#tell((one) => one.heard?.());
      this.#rested = false;
    });
  }

  #rest() {
    if (!this.#source) return;
    this.#source.close();
    this.#source = undefined;
    this.#rested = true;
  }

  #tell(what) {
    for (const follower of this.#followers) what(follower);
  }
}
