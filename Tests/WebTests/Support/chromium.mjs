// A browser for tests: Chromium's own protocol over a pipe, without a package.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const patience = 10_000;
const pictures = fileURLToPath(new URL("../../../.build/pictures/", import.meta.url));

/** Starts the Chromium that `CHROMIUM` names. A missing one is a fault, not a reason to pass. */
export async function startChromium() {
  const program = process.env.CHROMIUM;
  if (!program) throw new Error("CHROMIUM names no browser; bin/test finds one, bin/setup --test installs it");
  const profile = await mkdtemp(join(tmpdir(), "huitou-chromium-"));
  const child = spawn(program, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--hide-scrollbars", `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const wire = new Wire(child.stdio[3], child.stdio[4]);
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.once("error", (error) => wire.fail(error));
  gone.then(() => wire.fail(new Error(`${program} has ended`)));
  return {
    /** A page with cookies of its own. */
    async open(options = {}) {
      const { browserContextId } = await wire.send("Target.createBrowserContext");
      const { targetId } = await wire.send("Target.createTarget", { url: "about:blank", browserContextId });
      const { sessionId } = await wire.send("Target.attachToTarget", { targetId, flatten: true });
      const page = new Page(wire, sessionId);
      await page.prepare(options);
      return page;
    },
    async stop() {
      await Promise.race([wire.send("Browser.close").catch(() => {}), gone]);
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Messages as JSON, each ended by a zero byte. */
class Wire {
  #out;
  #waiting = new Map();
  #listeners = [];
  #last = 0;
  #rest = [];
  #failure;

  constructor(out, incoming) {
    this.#out = out;
    out.on("error", (error) => this.fail(error));
    incoming.on("data", (bytes) => this.#take(bytes));
  }

  send(method, params = {}, sessionId) {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = ++this.#last;
    this.#out.write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id, () => reject(new Error(`${method} was not answered`))), 3 * patience);
      this.#waiting.set(id, { resolve, reject, timer });
    });
  }

  listen(sessionId, heard) {
    this.#listeners.push({ sessionId, heard });
  }

  fail(error) {
    this.#failure = error;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, ({ reject }) => reject(error));
  }

  #settle(id, how) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    how(waiting);
  }

  #take(bytes) {
    let start = 0;
    for (let end = bytes.indexOf(0, start); end >= 0; end = bytes.indexOf(0, start)) {
      this.#rest.push(bytes.subarray(start, end));
      this.#heard(JSON.parse(Buffer.concat(this.#rest).toString("utf8")));
      this.#rest = [];
      start = end + 1;
    }
    this.#rest.push(bytes.subarray(start));
  }

  #heard({ id, error, result, method, params, sessionId }) {
    if (id) return this.#settle(id, ({ resolve, reject }) => (error ? reject(new Error(error.message)) : resolve(result)));
    for (const listener of this.#listeners) if (listener.sessionId === sessionId) listener.heard(method, params);
  }
}

/** One page, as a reader uses it. */
class Page {
  /** What the console said, scripts threw and the content policy forbade. */
  complaints = [];
  #wire;
  #session;
  #loads = 0;

  constructor(wire, session) {
    [this.#wire, this.#session] = [wire, session];
    wire.listen(session, (method, params) => this.#heard(method, params));
  }

  async prepare({ width = 390, height = 844, language = "zh-CN", dark = false, scripts = true, still = false }) {
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await this.#send(`${domain}.enable`);
    await this.#send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    await this.#send("Network.setExtraHTTPHeaders", { headers: { "Accept-Language": language } });
    const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }, { name: "prefers-reduced-motion", value: still ? "reduce" : "no-preference" }];
    await this.#send("Emulation.setEmulatedMedia", { features });
    await this.#send("Emulation.setFocusEmulationEnabled", { enabled: true }); // as if each page lay on top
    if (!scripts) await this.#send("Emulation.setScriptExecutionDisabled", { value: true });
  }

  async go(url) {
    await this.#loading(() => this.#send("Page.navigate", { url }));
  }

  /** Does what leads to another page, and waits for it. */
  async leave(expression) {
    await this.#loading(() => this.run(expression));
  }

  async press(selector) {
    await this.leave(`press(${JSON.stringify(selector)})`);
  }

  /** The value of an expression in the page; works also where the page's own scripts are off. */
  async run(expression) {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", { expression: `${helpers}; ${expression}`, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  /** Waits until an expression is true. */
  async until(expression, patienceMs = patience) {
    const end = Date.now() + patienceMs;
    while (Date.now() < end) {
      if (await this.run(expression)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never came true: ${expression}; the page says: ${await this.run("document.body.innerText.slice(0, 400)")}`);
  }

  /** Cuts the page off the network, and back. */
  async network(isThere) {
    await this.#send("Network.emulateNetworkConditions", { offline: !isThere, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  }

  /** Keeps what the page looks like, to be looked at after the run. */
  async picture(name) {
    const { data } = await this.#send("Page.captureScreenshot", { format: "png" });
    await mkdir(pictures, { recursive: true });
    await writeFile(join(pictures, `${name}.png`), Buffer.from(data, "base64"));
  }

  async type(text) {
    await this.#send("Input.insertText", { text });
  }

  async key(key) {
    for (const type of ["keyDown", "keyUp"]) await this.#send("Input.dispatchKeyEvent", { type, key, code: key, windowsVirtualKeyCode: { Tab: 9, Enter: 13, Escape: 27 }[key] ?? 0 });
  }

  async #loading(act) {
    const before = this.#loads;
    await act();
    const end = Date.now() + patience;
    while (this.#loads === before) {
      if (Date.now() > end) throw new Error("no page came");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  #send(method, params) {
    return this.#wire.send(method, params, this.#session);
  }

  #heard(method, params) {
    if (method === "Page.loadEventFired") this.#loads += 1;
    if (method === "Runtime.exceptionThrown") this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Runtime.consoleAPICalled" && ["error", "warning", "assert"].includes(params.type)) this.complaints.push(params.args.map((arg) => arg.value ?? arg.description).join(" "));
    if (method === "Log.entryAdded" && ["error", "warning"].includes(params.entry.level)) this.complaints.push(`${params.entry.text} ${params.entry.url ?? ""}`);
  }
}

const helpers = `
  function find(selector) { const found = document.querySelector(selector); if (!found) throw new Error("no " + selector + " in " + location.pathname + ": " + document.body.innerText.slice(0, 300)); return found; }
  function press(selector) { find(selector).click(); }
  function fill(selector, value) { const field = find(selector); field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); field.dispatchEvent(new Event("change", { bubbles: true })); }
`;
