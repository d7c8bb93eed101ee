import { Refused } from "./server.js";

/**
 * A thread as one browser has it: what the server has under its numbers, and what was written here and has no number
 * yet. What is written is kept before it is sent and sent under one key until the server has answered, so that nothing
 * is lost and nothing is there twice, whatever breaks in between. No part of it knows the page.
 */
export class Thread extends EventTarget {
  #server;
  #keep;
  #newKey;
  #messages = new Map();
  /** Everything up to this number is here, from where reading began; undefined before it has. */
  #end;
  #pending;
  #held = new Set();
  #sending;
  #syncing;
  #again = false;
  /** How the thread stands, as the server last said. */
  state = { state: "none", lastNumber: 0, mayRate: false };
  /** Whether the beginning of the thread is here. */
  isWhole = false;

  /**
   * @param server as `Server`
   * @param keep { all() => what was kept, put(item), drop(key) }
   * @param newKey makes what names a message for good
   */
  constructor(server, keep, newKey) {
    super();
    [this.#server, this.#keep, this.#newKey] = [server, keep, newKey];
    this.#pending = keep.all().sort((a, b) => a.at.localeCompare(b.at));
  }

  /** In their order. */
  get messages() {
    return [...this.#messages.values()].filter(({ number }) => !this.#held.has(number)).sort((a, b) => a.number - b.number);
  }

  /** What was written here and is not known to have come: in the order of writing. */
  get pending() {
    return this.#pending;
  }

  get unread() {
    const read = this.state.marks?.customer.read ?? 0;
    return this.messages.filter(({ number, by }) => number > read && by !== "customer").length;
  }

  // Writing

  /** Keeps what is to be sent. @param content { kind: "text", text } or { kind: "image" | "file", fileId } */
  write(content) {
    const item = { key: this.#newKey(), ...content, at: new Date().toISOString() };
    this.#pending = [...this.#pending, item];
    this.#keep.put(item);
    this.#changed();
  }

  /** Sends what waits, in its order; what is refused stays until somebody decides. */
  flush() {
    this.#sending ??= this.#flush().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  /** What was refused waits to be sent again. */
  retry(key) {
    this.#set(key, { refused: undefined });
  }

  remove(key) {
    this.#drop(key);
    this.#changed();
  }

  async #flush() {
    for (let item = this.#next(); item; item = this.#next()) {
      this.#set(item.key, { isTried: true });
      try {
        this.#came(await this.#server.post(item), item.key);
      } catch (fault) {
        if (!(fault instanceof Refused) || fault.mayPass) throw fault;
        this.#set(item.key, { refused: fault.message, isTried: false });
      }
    }
  }

  #next() {
    return this.#pending.find(({ refused }) => !refused);
  }

  #came(message, key) {
    this.#drop(key);
    this.#held.delete(message.number);
    this.#take(message);
    this.#changed();
  }

  // Reading

  /** Gets what is new; while a call is under way, one more follows it. */
  sync() {
    this.#again = true;
    this.#syncing ??= this.#sync().finally(() => (this.#syncing = undefined));
    return this.#syncing;
  }

  async #sync() {
    while (this.#again) {
      this.#again = false;
      const page = await this.#server.messages(this.#end === undefined ? {} : { after: this.#end });
      this.state = page.thread;
      for (const message of page.items) this.#take(message);
      if (this.#end === undefined) this.isWhole = (page.items[0]?.number ?? 1) === 1;
      this.#end = page.items.at(-1)?.number ?? this.#end ?? 0;
      while (this.#messages.has(this.#end + 1)) this.#end += 1;
      if (this.#end < page.thread.lastNumber && page.items.length) this.#again = true;
      this.#changed();
    }
  }

  /** Gets what stands before the first that is here. */
  async earlier() {
    const first = Math.min(...this.#messages.keys());
    const { items } = await this.#server.messages({ before: first });
    for (const message of items) this.#take(message);
    this.isWhole = (items[0]?.number ?? 1) === 1;
    this.#changed();
  }

  /** Something happened on the live stream; nothing: something may have. */
  async heard(event) {
    const isChange = /Edited$|Recalled$|cardChanged$/.test(event?.type ?? "");
    if (isChange && this.#messages.has(event.number)) {
      const { items } = await this.#server.messages({ after: event.number - 1, limit: 1 });
      for (const message of items) this.#messages.set(message.number, message);
      this.#changed();
    }
    await this.sync();
  }

  /** The reader has seen everything. */
  async read() {
    const last = this.state.lastNumber;
    if (!last || (this.state.marks?.customer.read ?? 0) >= last || this.#end < last) return;
    const marks = await this.#server.mark(last);
    this.state = { ...this.state, marks: { ...this.state.marks, customer: marks } };
    this.#changed();
  }

  async recall(number) {
    this.#messages.set(number, await this.#server.recall(number, this.#newKey()));
    this.#changed();
  }

  async rate(rating) {
    await this.#server.rate(rating, this.#newKey());
    this.state = { ...this.state, mayRate: false };
    this.#changed();
  }

  /** Says whether an answer of the assistant's helped. */
  async mark(number, said) {
    await this.#server.markAnswer(number, said, this.#newKey());
    const message = this.#messages.get(number);
    if (message) this.#messages.set(number, { ...message, mark: said });
    this.#changed();
  }

  /** Whoever is answered by the assistant wants a person. */
  async askForPerson() {
    await this.#server.askForPerson(this.#newKey());
    this.state = { ...this.state, mayAskForPerson: false };
    this.#changed();
  }

  /** Another visit has another thread. What waits to be sent stays. */
  forget() {
    this.#messages.clear();
    this.#held.clear();
    this.#end = undefined;
    [this.state, this.isWhole] = [{ state: "none", lastNumber: 0, mayRate: false }, false];
    this.#changed();
  }

  #take(message) {
    if (this.#messages.has(message.number)) return;
    // What was sent from here may have come although nobody answered: it is shown once, as soon as that is known.
    if (message.by === "customer" && this.#pending.some(({ isTried }) => isTried)) this.#held.add(message.number);
    this.#messages.set(message.number, message);
  }

  #set(key, change) {
    this.#pending = this.#pending.map((item) => (item.key === key ? { ...item, ...change } : item));
    for (const item of this.#pending) if (item.key === key) this.#keep.put(item);
    this.#changed();
  }

  #drop(key) {
    this.#pending = this.#pending.filter((item) => item.key !== key);
    this.#keep.drop(key);
  }

  #changed() {
    if (!this.#pending.some(({ isTried }) => isTried)) this.#held.clear();
    this.dispatchEvent(new Event("change"));
  }
}
