import { Stream } from "../lib/stream.js";

const again = 3_000;
const ends = 6_500; // a little after the server has forgotten it

/**
 * Tells the shop that the customer writes, and the customer that somebody of the shop does. Nothing of it is kept.
 *
 *     <thread-typing src="/…/stream" data-place="/…/typing" data-of="#write" data-says="客服正在输入" role="status"></thread-typing>
 */
export class ThreadTyping extends HTMLElement {
  #stream;
  #ending;
  #told = 0;

  connectedCallback() {
    this.#stream = Stream.of(this.getAttribute("src"));
    this.#stream.join(this);
    document.addEventListener("input", this.#written);
  }

  disconnectedCallback() {
    this.#stream?.leave(this);
    clearTimeout(this.#ending);
    document.removeEventListener("input", this.#written);
  }

  /** Somebody of the shop writes. */
  signed() {
    this.#show(this.dataset.says);
    this.#ending = setTimeout(() => this.#show(""), ends);
  }

  /** What was being written may be there. */
  heard() {
    this.#show("");
  }

  #show(text) {
    clearTimeout(this.#ending);
    if (this.textContent !== text) this.textContent = text;
  }

  #written = ({ target }) => {
    if (!target.closest(this.dataset.of) || Date.now() - this.#told < again) return;
    this.#told = Date.now();
    fetch(this.dataset.place, { method: "POST", credentials: "same-origin" }).catch(() => {}); // a sign that nobody needs
  };
}
