import { button, element, entry } from "./entry.js";
import { style } from "./style.js";

const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.4"><rect x="2" y="2" width="20" height="20" rx="5"/><rect x="8.5" y="8.5" width="7" height="7" rx="2"/></svg>`;
const changeable = 110_000; // a little less than the server's two minutes

function sent(form, action) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    action();
  });
  return form;
}

/** What the visitor sees: a button that opens the thread, the thread, a line to write in. Keeps no words itself. */
export class Panel {
  #chat;
  #texts;
  #entries = new Map();
  #pictures = new Map();
  #parts = {};
  #isOpen = false;
  #note = "";
  #typing;

  /** @param chat what the visitor's doings are told to: see `chat.js` */
  constructor(chat, welcome, theme) {
    [this.#chat, this.#texts] = [chat, welcome.texts];
    this.host = element("huitou-chat", { lang: welcome.language, "data-theme": theme });
    const root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.append(element("div", { class: "root" }, this.#launcher(), this.#panel(welcome)));
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.#isOpen && this.close());
  }

  get isOpen() {
    return this.#isOpen;
  }

  open() {
    this.#isOpen = true;
    this.#show();
    this.#parts.words.focus();
    this.#toEnd();
    this.#chat.opened();
  }

  close() {
    this.#isOpen = false;
    this.#show();
    this.#parts.launch.focus();
    this.#chat.closed();
  }

  /** Puts a draft back. */
  set draft(text) {
    this.#parts.words.value = text;
  }

  /** Says something in the line above the field; nothing: what the thread says. */
  say(text = "") {
    this.#note = text;
    this.update(this.#chat.thread);
  }

  /** Whether somebody of the shop writes: for a moment, unless it is said again. */
  typing(isOn) {
    const { typing } = this.#texts;
    clearTimeout(this.#typing);
    if (isOn) this.#typing = setTimeout(() => this.typing(false), 6_000);
    if (isOn || this.#note === typing) this.say(isOn ? typing : "");
  }

  /** Shows the thread as it is now; what is there already stays, so that nothing is read out twice. */
  update(thread) {
    const view = this.#view(thread);
    const { list, empty, earlier, says, rating, person, contact, count, launch } = this.#parts;
    const wasAtEnd = this.#isAtEnd;
    const all = [...thread.messages.map((message) => [`n${message.number}`, message]), ...thread.pending.map((message) => [message.key, message])];
    const wanted = new Set(all.map(([name]) => name));
    for (const [name, { node }] of this.#entries) {
      if (!wanted.has(name)) {
        node.remove();
        this.#entries.delete(name);
      }
    }
    let before = null;
    for (const [name, message] of all.reverse()) {
      const looks = JSON.stringify([message, message.number <= view.seen, view.mayRecall(message)]);
      const known = this.#entries.get(name);
      const node = known?.looks === looks ? known.node : entry(message, view);
      if (known && known.node !== node) known.node.replaceWith(node);
      if (node.nextSibling !== before || node.parentNode !== list) list.insertBefore(node, before);
      this.#entries.set(name, { node, looks });
      before = node;
    }
    const { state } = thread;
    empty.hidden = all.length > 0;
    earlier.hidden = thread.isWhole || !thread.messages.length;
    says.textContent = this.#note || state.says || "";
    says.hidden = !says.textContent;
    rating.hidden = !state.mayRate;
    person.hidden = !state.mayAskForPerson;
    contact.hidden = !state.asksContact || this.#chat.hasContact;
    const unread = this.#isOpen ? 0 : thread.unread;
    count.hidden = !unread;
    count.textContent = unread || "";
    launch.setAttribute("aria-label", unread ? `${this.#texts.open}, ${unread} ${this.#texts.unread}` : this.#texts.open);
    if (wasAtEnd) this.#toEnd();
  }

  #view(thread) {
    const chat = this.#chat;
    return {
      texts: this.#texts,
      home: chat.home,
      seen: thread.state.marks?.shop.read ?? 0,
      time: (iso) => this.#time(new Date(iso)),
      mayRecall: ({ by, number, postedAt, recalledAt }) => by === "customer" && number > 0 && !recalledAt && Date.now() - Date.parse(postedAt) < changeable,
      picture: (id) => this.#picture(id),
      open: async (id) => window.open(await this.#picture(id), "_blank", "noopener"),
      recall: (number) => chat.doing(() => thread.recall(number)),
      mark: (number, said) => chat.doing(() => thread.mark(number, said)),
      retry: (key) => chat.again(key),
      remove: (key) => thread.remove(key),
    };
  }

  #time(moment) {
    const day = moment.toDateString() === new Date().toDateString() ? {} : { month: "numeric", day: "numeric" };
    return moment.toLocaleString(this.host.lang, { ...day, hour: "2-digit", minute: "2-digit" });
  }

  #picture(id) {
    if (!this.#pictures.has(id)) {
      const address = this.#chat.file(id).then((blob) => URL.createObjectURL(blob));
      address.catch(() => this.#pictures.delete(id));
      this.#pictures.set(id, address);
    }
    return this.#pictures.get(id);
  }

  #launcher() {
    const icon = new DOMParser().parseFromString(mark, "image/svg+xml").documentElement;
    const parts = this.#parts;
    parts.count = element("span", { class: "count", hidden: true });
    parts.launch = element("button", { type: "button", class: "launch", "aria-label": this.#texts.open, "aria-expanded": "false", onclick: () => this.open() }, icon, element("span", {}, this.#texts.open), parts.count);
    return parts.launch;
  }

  #panel({ name, isOpen, says }) {
    const [texts, parts] = [this.#texts, this.#parts];
    parts.list = element("ol");
    parts.empty = element("p", { class: "small" }, texts.empty);
    parts.earlier = button(texts.earlier, () => this.#chat.doing(() => this.#chat.thread.earlier()));
    parts.log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": texts.title, tabindex: "0" }, parts.earlier, parts.empty, parts.list);
    parts.says = element("p", { class: "says", role: "status", hidden: true });
    parts.rating = this.#rating();
    parts.contact = this.#contact();
    parts.person = element("p", { class: "says", hidden: true }, button(texts.person, () => this.#chat.doing(() => this.#chat.thread.askForPerson()), "quiet"));
    parts.panel = element(
      "section",
      { class: "panel", role: "dialog", "aria-label": `${texts.title} · ${name}`, hidden: true },
      element("header", {}, element("div", {}, element("h2", {}, name), element("p", { class: "small" }, isOpen ? texts.here : says || texts.away)), button(texts.close, () => this.close(), "close")),
      parts.log,
      parts.says,
      parts.rating,
      parts.contact,
      parts.person,
      this.#writing(),
    );
    return parts.panel;
  }

  #writing() {
    const texts = this.#texts;
    const words = element("textarea", { id: "words", rows: "2", maxlength: this.#chat.welcome.mostCharacters });
    const file = element("input", { type: "file", accept: "image/*,application/pdf", "aria-label": texts.attach });
    const form = element("form", {}, element("label", { for: "words", class: "off" }, texts.write), words, element("div", { class: "row" }, element("span", { class: "attach" }, texts.attach, file), element("button", { class: "send" }, texts.send)));
    words.setAttribute("placeholder", texts.write);
    words.addEventListener("input", () => this.#chat.drafted(words.value));
    words.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    sent(form, () => {
      const text = words.value.trim();
      if (!text) return;
      words.value = "";
      this.#chat.write(text);
      this.#toEnd();
    });
    file.addEventListener("change", () => {
      const [chosen] = file.files;
      file.value = "";
      if (chosen) this.#chat.attach(chosen);
    });
    this.#parts.words = words;
    return form;
  }

  /** How to be reached later, for whoever is not known and not answered now. */
  #contact() {
    const texts = this.#texts;
    const field = element("input", { id: "contact", required: true, maxlength: "100" });
    const form = element("form", { hidden: true }, element("label", { for: "contact", class: "small" }, texts.contact), element("div", { class: "row" }, field, element("button", { class: "quiet" }, texts.contactSend)));
    return sent(form, () => field.value.trim() && this.#chat.contact(field.value.trim()));
  }

  #rating() {
    const texts = this.#texts;
    const stars = [5, 4, 3, 2, 1].map((count) => element("label", {}, element("input", { type: "radio", name: "stars", value: count, required: true }), texts[`star${count}`]));
    const words = element("textarea", { id: "rating-words", rows: "1", maxlength: this.#chat.welcome.mostCharacters });
    const form = element("form", { hidden: true }, element("fieldset", {}, element("legend", {}, texts.rate), ...stars), element("label", { for: "rating-words", class: "small" }, texts.words), words, element("button", { class: "quiet" }, texts.rateSend));
    return sent(form, () => this.#chat.rate({ stars: Number(new FormData(form).get("stars")), words: words.value.trim() || undefined }));
  }

  #show() {
    const { panel, launch } = this.#parts;
    panel.hidden = !this.#isOpen;
    launch.hidden = this.#isOpen;
    launch.setAttribute("aria-expanded", this.#isOpen);
    this.update(this.#chat.thread);
  }

  get #isAtEnd() {
    const { log } = this.#parts;
    return log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  }

  #toEnd() {
    this.#parts.log.scrollTop = this.#parts.log.scrollHeight;
  }
}
