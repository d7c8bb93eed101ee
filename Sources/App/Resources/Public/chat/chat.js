/**
 * The chat of a shop on any site, by one tag:
 *
 *     <script type="module" src="https://service.example.com/chat/chat.js" data-shop="yanyu"></script>
 *
 * `data-customer`, `data-expires` and `data-signature` name a customer for whom the site vouches; `data-language` and
 * `data-theme` (`light`, `dark`) say what the page does not.
 */
import { Follower } from "./events.js";
import { Panel } from "./panel.js";
import { Refused, Server } from "./server.js";
import { Kept } from "./kept.js";
import { Thread } from "./thread.js";

const soon = 60_000; // a visit that ends within this is begun anew
const patience = 3_000; // what could not be done is tried again after so long, and that somebody writes is told again

const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

class Chat {
  #server;
  #tag;
  #kept;
  /** What was kept before the site said who it is. */
  #unnamed;
  #panel;
  #follower;
  #beginning;
  #later;
  #isUsed = false;
  #typed = 0;

  constructor(tag) {
    const { shop, language, customer } = tag.dataset;
    this.home = new URL(tag.src).origin;
    this.#tag = tag.dataset;
    const name = `huitou.chat ${this.home} ${shop}`;
    this.#unnamed = new Kept(name);
    this.#kept = customer ? new Kept(`${name} ${customer}`) : this.#unnamed;
    this.#server = new Server(`${this.home}/v1/shops/${encodeURIComponent(shop)}/chat`, language || document.documentElement.lang || navigator.language);
    const pending = {
      all: () => [...new Set([...this.#unnamed.all("pending "), ...this.#kept.all("pending ")])],
      put: (item) => this.#kept.set(`pending ${item.key}`, item),
      drop: (key) => [this.#kept, this.#unnamed].forEach((kept) => kept.set(`pending ${key}`, undefined)),
    };
    this.thread = new Thread(this.#server, pending, newKey);
    this.#follower = new Follower({
      open: async (last, signal) => {
        await this.#visit();
        return this.#server.stream(last, signal);
      },
      heard: (event) => {
        const isTyping = event?.type === "conversation.typing";
        this.#panel.typing(isTyping);
        if (!isTyping) this.doing(() => this.#renew(event));
      },
      state: (isThere, fault) => this.#connected(isThere, fault),
    });
  }

  async start() {
    this.welcome = await this.#patiently(() => this.#server.welcome());
    this.#panel = new Panel(this, this.welcome, this.#tag.theme);
    this.#panel.draft = this.#kept.get("draft") ?? "";
    this.thread.addEventListener("change", () => this.#changed());
    document.body.append(this.#panel.host);
    document.addEventListener("visibilitychange", () => this.#follow());
    addEventListener("online", () => this.#follow(true));
    if (this.#kept.get("isOpen")) this.#panel.open();
    this.#follow();
  }

  // What the visitor does

  opened() {
    this.#kept.set("isOpen", true);
    this.#follow();
    this.doing(() => this.thread.read());
  }

  closed() {
    this.#kept.set("isOpen", undefined);
    this.#follow();
  }

  drafted(text) {
    this.#kept.set("draft", text || undefined);
    if (!text || !this.#server.visit || this.thread.messages.length === 0 || Date.now() - this.#typed < patience) return;
    this.#typed = Date.now();
    this.#server.typing().catch(() => {}); // a sign that nobody needs
  }

  write(text) {
    this.drafted("");
    this.doing(() => this.#send({ kind: "text", text }));
  }

  /** What the visitor leaves to be reached by is a message like any other. */
  contact(value) {
    this.#kept.set("contact", true);
    this.doing(() => this.#send({ kind: "text", text: `${this.welcome.texts.contactIs} ${value}` }));
  }

  get hasContact() {
    return Boolean(this.#kept.get("contact"));
  }

  async attach(file) {
    const { texts, mostFileBytes } = this.welcome;
    if (file.size > mostFileBytes) return this.#panel.say(texts.tooLarge);
    this.#panel.say(texts.uploading);
    this.doing(async () => {
      await this.#visit();
      const { id, type } = await this.#server.upload(file, newKey());
      this.#panel.say();
      await this.#send({ kind: type.startsWith("image/") ? "image" : "file", fileId: id });
    });
  }

  rate(rating) {
    this.doing(async () => {
      await this.thread.rate(rating);
      this.#panel.say(this.welcome.texts.thanks);
    });
  }

  async file(id) {
    await this.#visit();
    return this.#server.file(id);
  }

  /** Does something with the server; what goes wrong is said, what waits goes on when the connection is back. */
  async doing(what) {
    try {
      await what();
    } catch (fault) {
      if (fault instanceof Refused && fault.status === 401) this.#server.visit = undefined;
      if (fault instanceof Refused && !fault.mayPass) this.#panel.say(fault.message);
      else {
        this.#connected(false, fault);
        clearTimeout(this.#later);
        this.#later = setTimeout(() => this.doing(() => this.#renew()), (fault.wait ?? 0) * 1_000 || patience);
      }
    }
  }

  again(key) {
    this.thread.retry(key);
    this.doing(() => this.#flush());
  }

  // Going on

  #send(content) {
    this.thread.write(content);
    this.#follow();
    return this.#flush();
  }

  async #flush() {
    await this.#visit();
    await this.thread.flush();
  }

  async #renew(event) {
    await this.#flush(); // first what may have come unanswered, so that it is known when it is read
    await this.thread.heard(event);
    if (this.#panel.isOpen && !document.hidden) await this.thread.read();
  }

  #changed() {
    if (this.thread.messages.length > 0 && !this.#kept.get("hasWritten")) this.#kept.set("hasWritten", true);
    this.#panel.update(this.thread);
  }

  /** Follows while somebody looks, and there is something to follow. */
  #follow(isAnew = false) {
    const isOfUse = this.#panel.isOpen || [this.#kept, this.#unnamed].some((kept) => kept.get("hasWritten")) || this.thread.pending.length;
    if (isAnew || document.hidden || !isOfUse) this.#follower.rest();
    if (!document.hidden && isOfUse) this.#follower.run();
  }

  #connected(isThere, fault) {
    if (fault instanceof Refused && fault.status === 401) this.#server.visit = undefined;
    this.#panel.say(isThere || !this.#panel.isOpen ? "" : this.welcome.texts.offline);
  }

  /** A visit of whom the page names; goes on with the one that the browser has, where there is one. */
  #visit() {
    if (this.#server.visit) return Promise.resolve();
    this.#beginning ??= this.#begin().finally(() => (this.#beginning = undefined));
    return this.#beginning;
  }

  async #begin() {
    const { customer: customerId, expires, signature } = this.#tag;
    const kept = this.#kept.get("visit");
    if (kept && !this.#isUsed && Date.parse(kept.expires) > Date.now() + soon) {
      this.#isUsed = true; // should it be refused, another one is begun
      this.#server.visit = kept.visit;
      return;
    }
    const before = kept ?? this.#unnamed.get("visit");
    const begun = await this.#server.begin({ customerId, expires, signature, visit: before?.visit });
    this.#kept.set("visit", begun);
    this.#server.visit = begun.visit;
    if (customerId) ["visit", "hasWritten"].forEach((key) => this.#unnamed.set(key, undefined)); // it is the customer's now
    if (kept && kept.visitorId !== begun.visitorId) this.thread.forget();
  }

  /** Until it works: a page may be open before the network is. */
  async #patiently(what) {
    for (let wait = 1_000; ; wait = Math.min(wait * 2, 60_000)) {
      try {
        return await what();
      } catch (fault) {
        if (fault instanceof Refused && !fault.mayPass) throw fault;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }
}

const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
if (tag?.dataset.shop) new Chat(tag).start();
else console.error("The chat needs the shop's id: <script type=\"module\" src=\"…/chat/chat.js\" data-shop=\"…\">");
