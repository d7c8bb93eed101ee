const pause = 700;

/**
 * Keeps on the server what somebody writes in the field inside, a moment after the last key, so that it is there after
 * a reload and for whoever takes over. Where a colleague has written meanwhile, it says so and keeps nothing.
 *
 *     <reply-draft data-place="/…/draft" data-seen="3" data-kept="…" data-lost="…"><textarea>…</textarea>
 *     <p role="status"></p></reply-draft>
 */
export class ReplyDraft extends HTMLElement {
  #timer;
  #seen = 0;
  #sending = false;

  connectedCallback() {
    this.#seen = Number(this.dataset.seen);
    this.addEventListener("input", this.#written);
    this.closest("form")?.addEventListener("submit", this.#sent);
    addEventListener("pagehide", this.#left);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.removeEventListener("input", this.#written);
    removeEventListener("pagehide", this.#left);
  }

  get #field() {
    return this.querySelector("textarea");
  }

  #written = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), pause);
  };

  /** What is sent is no draft any more. */
  #sent = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending = true;
  };

  #left = () => {
    if (this.#timer && !this.#sending) navigator.sendBeacon(this.dataset.place, this.#body);
  };

  get #body() {
    return new URLSearchParams({ text: this.#field.value.trim(), seen: this.#seen });
  }

  async #keep() {
    this.#timer = undefined;
    if (this.#sending) return;
    try {
      const answer = await fetch(this.dataset.place, { method: "POST", body: this.#body, credentials: "same-origin" });
      const { seen, says } = await answer.json();
      if (answer.ok) this.#seen = seen;
      this.#say(answer.ok ? this.dataset.kept : (says ?? this.dataset.lost));
    } catch {
      this.#say(this.dataset.lost); // Without a network; the next key tries again.
    }
  }

  #say(text) {
    const status = this.querySelector("[role=status]");
    if (status.textContent !== text) status.textContent = text;
  }
}
