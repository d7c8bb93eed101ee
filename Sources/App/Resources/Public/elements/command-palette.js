import { meaning } from "../lib/keys.js";
import { rank } from "../lib/rank.js";

/**
 * Ctrl or Cmd with K reaches everything: the pages at the side, what can be done here, and what the server finds.
 * Inside stands a plain search form, which does the same a page at a time.
 *
 *     <command-palette data-panel="/desk/…/search/panel" data-title="…" data-pages="…" data-actions="…" data-found="…"
 *       data-nothing="…" data-hint="…" data-keys="Ctrl K"><form role="search" action="…"><input …></form></command-palette>
 */
export class CommandPalette extends HTMLElement {
  #dialog;
  #input;
  #list;
  #found = [];
  #asking;
  #timer;

  connectedCallback() {
    if (this.#dialog) return;
    const sign = document.createElement("kbd");
    sign.className = "palette-sign";
    sign.textContent = this.dataset.keys ?? "";
    this.append(sign, this.#build());
    document.addEventListener("keydown", this.#opening);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#opening);
  }

  #build() {
    this.#dialog = element("dialog", "palette");
    this.#dialog.setAttribute("aria-label", this.dataset.title ?? "");
    this.#input = element("input", "palette-input");
    this.#input.type = "search";
    this.#input.maxLength = 100;
    this.#input.placeholder = this.dataset.hint ?? "";
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-label": this.dataset.title ?? "" })) {
      this.#input.setAttribute(name, value);
    }
    this.#list = element("ul", "palette-list");
    this.#list.id = "palette-list";
    this.#list.setAttribute("role", "listbox");
    this.#input.addEventListener("input", () => this.#changed());
    this.#dialog.addEventListener("keydown", this.#key);
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.append(this.#input, this.#list);
    return this.#dialog;
  }

  #opening = (event) => {
    if (meaning(event) !== "palette") return;
    event.preventDefault();
    if (this.#dialog.open) return this.#dialog.close();
    this.#input.value = this.querySelector("form input")?.value ?? "";
    this.#found = [];
    this.#dialog.showModal();
    this.#input.select();
    this.#changed();
  };

  #changed() {
    this.#draw();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(this.#input.value.trim()), 120);
  }

  async #ask(words) {
    this.#asking?.abort();
    if (words.length < 2) {
      this.#found = [];
      return this.#draw();
    }
    this.#asking = new AbortController();
    try {
      const answer = await fetch(this.dataset.panel, { method: "POST", body: new URLSearchParams({ q: words }), headers: { Accept: "text/html" }, credentials: "same-origin", signal: this.#asking.signal });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      this.#found = [...page.querySelectorAll("a")].map((link) => ({
        title: link.querySelector("span")?.textContent ?? "", more: link.querySelector("small")?.textContent ?? "", go: () => location.assign(link.getAttribute("href")),
      }));
      this.#draw();
    } catch (error) {
      if (error.name !== "AbortError") this.#draw(); // The network is away: pages and actions are still there.
    }
  }

  #draw() {
    const words = this.#input.value;
    const groups = [
      [this.dataset.actions, rank(actionsHere(), words)],
      [this.dataset.found, this.#found],
      [this.dataset.pages, rank(pages(), words)],
    ].filter(([, entries]) => entries.length > 0);
    this.#list.replaceChildren(...groups.flatMap(([title, entries]) => [this.#head(title), ...entries.map((entry) => this.#item(entry))]));
    if (groups.length === 0) this.#list.append(this.#head(this.dataset.nothing));
    this.#mark(this.#options[0]);
  }

  #head(title) {
    const head = element("li", "palette-head", title);
    head.setAttribute("role", "presentation");
    return head;
  }

  #item(entry) {
    const item = element("li", "palette-item");
    item.id = `palette-${Math.random().toString(36).slice(2)}`;
    item.setAttribute("role", "option");
    item.append(element("span", "clip", entry.title), element("small", "", entry.more ?? ""));
    item.addEventListener("click", () => this.#take(entry));
    item.addEventListener("pointermove", () => this.#mark(item));
    return item;
  }

  get #options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  #mark(item) {
    for (const option of this.#options) option.ariaSelected = String(option === item);
    if (item) this.#input.setAttribute("aria-activedescendant", item.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #key = (event) => {
    if (event.isComposing) return;
    const options = this.#options;
    const here = options.findIndex((option) => option.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length > 0) {
      const next = options[(here + step + options.length) % options.length];
      this.#mark(next);
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") options[here]?.click();
    else return;
    event.preventDefault();
  };

  #take(entry) {
    this.#dialog.close();
    entry.go();
  }
}

function pages() {
  return [...document.querySelectorAll(".desk-nav a, .desk-self a")].map((link) => ({ title: link.querySelector("span")?.textContent.trim() || link.textContent.trim(), go: () => location.assign(link.href) }));
}

/** Whatever on the page shows a key. */
function actionsHere() {
  return [...document.querySelectorAll("main [accesskey]")].filter((place) => place.checkVisibility()).map((place) => ({
    title: [...place.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim(),
    more: place.accessKey.toUpperCase(),
    go: () => {
      place.focus();
      place.click();
      if (place.matches("summary")) place.parentElement.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    },
  }));
}

function element(name, style, text) {
  const made = document.createElement(name);
  if (style) made.className = style;
  if (text !== undefined) made.textContent = text;
  return made;
}
