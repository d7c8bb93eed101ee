import { lineRange } from "../lib/lines.js";

/**
 * Puts line numbers beside a textarea and lets links to `#L12` lead to that line in it.
 *
 *     <numbered-text marked="3 12"><textarea wrap="off">…</textarea></numbered-text>
 */
export class NumberedText extends HTMLElement {
  #text;
  #gutter;

  connectedCallback() {
    this.#text = this.querySelector("textarea");
    if (!this.#text || this.#gutter) return;
    this.#gutter = document.createElement("div");
    this.#gutter.className = "numbered-gutter";
    this.#gutter.setAttribute("aria-hidden", "true");
    this.#text.before(this.#gutter);
    this.dataset.ready = "";
    this.#text.addEventListener("input", this.#number);
    this.#text.addEventListener("scroll", this.#follow);
    document.addEventListener("click", this.#lead);
    this.#number();
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#lead);
  }

  #number = () => {
    const count = this.#text.value.split("\n").length;
    if (this.#gutter.childElementCount === count) return;
    const marked = new Set((this.getAttribute("marked") ?? "").split(" "));
    this.#gutter.replaceChildren(...Array.from({ length: count }, (_, place) => {
      const line = document.createElement("span");
      line.textContent = String(place + 1);
      if (marked.has(line.textContent)) line.className = "tone-bad";
      return line;
    }));
    this.#follow();
  };

  #follow = () => {
    this.#gutter.scrollTop = this.#text.scrollTop;
  };

  #lead = (event) => {
    const line = Number(event.target.closest?.('a[href^="#L"]')?.getAttribute("href").slice(2));
    if (!line) return;
    event.preventDefault();
    const [start, end] = lineRange(this.#text.value, line);
    this.#text.focus();
    this.#text.setSelectionRange(start, end);
    this.#text.scrollTop = (line - 4) * parseFloat(getComputedStyle(this.#text).lineHeight);
    this.scrollIntoView({ block: "nearest" });
  };
}
