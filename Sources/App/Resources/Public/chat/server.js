/** What the shop's server answered with, when it refused. */
export class Refused extends Error {
  constructor(status, problem, wait) {
    super(problem?.detail ?? problem?.title ?? String(status));
    Object.assign(this, { status, code: problem?.code, wait });
  }

  /** Whether sending the same again later can come to another end. */
  get mayPass() {
    return this.status >= 500 || [401, 408, 425, 429].includes(this.status);
  }
}

/** The calls of a shop's chat. Whatever fails without an answer throws what `fetch` throws. */
export class Server {
  #base;
  #language;
  #fetch;
  /** The token of the visit; set by whoever begins one. */
  visit;

  constructor(base, language, how = (...call) => fetch(...call)) {
    [this.#base, this.#language, this.#fetch] = [base, language, how];
  }

  welcome() {
    return this.#json("");
  }

  begin(visit) {
    return this.#post("/visits", visit);
  }

  messages(query) {
    return this.#json(`/messages?${new URLSearchParams(query)}`);
  }

  post({ key, kind, text, fileId }) {
    return this.#post("/messages", { kind, text, fileId }, key);
  }

  upload(file, key) {
    return this.#json("/files", { method: "POST", key, type: file.type || "application/octet-stream", body: file });
  }

  async file(id) {
    return (await this.#call(`/files/${encodeURIComponent(id)}`)).blob();
  }

  recall(number, key) {
    return this.#post(`/messages/${number}/recall`, {}, key);
  }

  mark(read) {
    return this.#json("/marks", { method: "PUT", body: JSON.stringify({ read }) });
  }

  markAnswer(number, mark, key) {
    return this.#post(`/messages/${number}/mark`, { mark }, key);
  }

  askForPerson(key) {
    return this.#post("/person", {}, key);
  }

  typing() {
    return this.#call("/typing", { method: "POST" });
  }

  rate(rating, key) {
    return this.#post("/rating", rating, key);
  }

  /** The live stream, after the last event that was heard. */
  async stream(last, signal) {
    const headers = last ? { "Last-Event-ID": last } : {};
    return (await this.#call("/stream", { headers, signal, cache: "no-store" })).body;
  }

  #post(path, what, key) {
    return this.#json(path, { method: "POST", key, body: JSON.stringify(what) });
  }

  async #json(path, call) {
    return (await this.#call(path, call)).json();
  }

  async #call(path, { key, type = "application/json", headers = {}, ...call } = {}) {
    const all = { "Accept-Language": this.#language, ...headers };
    if (this.visit) all.Authorization = `Bearer ${this.visit}`;
    if (call.body !== undefined) all["Content-Type"] = type;
    if (key) all["Idempotency-Key"] = key;
    const answer = await this.#fetch(this.#base + path, { ...call, headers: all, credentials: "omit" });
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => undefined); // what stands before the server answers in its own way
    throw new Refused(answer.status, problem, Number(answer.headers.get("Retry-After")) || undefined);
  }
}
