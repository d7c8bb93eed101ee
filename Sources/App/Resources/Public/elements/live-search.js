const pause = 120;

/**
 * Shows what is found while somebody types. Inside stands a plain search form, which does the same a page at a time.
 *
 *     <live-search data-panel="/…/found"><form role="search">…<input type="search" name="q">…</form>
 *     <div data-found>…</div></live-search>
 */
export class LiveSearch extends HTMLElement {
  #timer;
  #asking;

  connectedCallback() {
    this.addEventListener("input", this.#typed);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.removeEventListener("input", this.#typed);
  }

  #typed = (event) => {
    if (event.isComposing || event.target.type !== "search") return; // what is still being composed is no word yet
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(event.target.value), pause);
  };

  async #find(typed) {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const question = new URLSearchParams({ q: typed });
    try {
      const answer = await fetch(`${this.dataset.panel}?${question}`, {
        headers: { Accept: "text/html" }, credentials: "same-origin", signal: this.#asking.signal,
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.querySelector("[data-found]").replaceChildren(...page.body.childNodes);
    } catch {
      // A newer question was asked, or the network is away: what is shown stays.
    }
  }
}
