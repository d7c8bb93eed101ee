import { Stream } from "../lib/stream.js";

const again = 20_000; // the server forgets whoever has not said so for 45 seconds
const typingAgain = 3_000;
const typingEnds = 6_500; // a little after the server has forgotten it

/**
 * Says that somebody is at a conversation and writes in it, and shows who else is and does. Nothing of it is kept.
 *
 *     <thread-company src="/…/stream" data-case="V01…" data-place="/…/attendance" data-own="U01…">…</thread-company>
 */
export class ThreadCompany extends HTMLElement {
  #stream;
  #timer;
  #ending;
  #typed = 0;

  connectedCallback() {
    this.#stream = Stream.of(this.getAttribute("src"));
    this.#stream.join(this);
    document.addEventListener("visibilitychange", this.#seen);
    document.addEventListener("input", this.#written);
    addEventListener("pagehide", this.#left);
    this.#seen();
  }

  disconnectedCallback() {
    this.#stream?.leave(this);
    clearInterval(this.#timer);
    clearTimeout(this.#ending);
    document.removeEventListener("visibilitychange", this.#seen);
    document.removeEventListener("input", this.#written);
    removeEventListener("pagehide", this.#left);
  }

  /** Somebody came, wrote or left. */
  signed(event) {
    const { case: where, who } = JSON.parse(event.data);
    if (where === this.dataset.case && who !== this.dataset.own) this.#look();
  }

  #seen = () => {
    clearInterval(this.#timer);
    if (document.hidden) return this.#left();
    this.#say("here");
    this.#timer = setInterval(() => this.#say("here"), again);
  };

  #left = () => {
    navigator.sendBeacon(this.dataset.place, new URLSearchParams({ is: "gone" }));
  };

  #written = ({ target }) => {
    if (!target.closest("reply-draft") || Date.now() - this.#typed < typingAgain) return;
    this.#typed = Date.now();
    this.#say("typing");
  };

  #say(word) {
    return this.#ask({ method: "POST", body: new URLSearchParams({ is: word }) });
  }

  #look() {
    clearTimeout(this.#ending);
    this.#ending = setTimeout(() => this.#ask(), typingEnds);
    return this.#ask();
  }

  async #ask(call = {}) {
    try {
      const answer = await fetch(this.dataset.place, { ...call, headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.ok) this.#show(await answer.text());
    } catch {
      // The network is away: what is shown is old then, and the page says so.
    }
  }

  #show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (page.body.textContent !== this.textContent) this.replaceChildren(...page.body.childNodes);
  }
}
