const pause = 150;

/**
 * Finds quick replies while somebody types, and puts the one that is taken where the cursor is in the answer.
 *
 *     <quick-replies data-panel="/…/replies" data-field="field-reply-text"><input type="search">
 *     <div>…links with data-id and data-text…</div><input type="hidden" name="reply.quick"><p role="status"></p>
 *     </quick-replies>
 */
export class QuickReplies extends HTMLElement {
  #timer;
  #asked = 0;

  connectedCallback() {
    this.addEventListener("input", this.#typed);
    this.addEventListener("click", this.#pressed);
    this.addEventListener("keydown", this.#keyed);
    document.addEventListener("input", this.#emptied);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.removeEventListener("input", this.#typed);
    this.removeEventListener("click", this.#pressed);
    this.removeEventListener("keydown", this.#keyed);
    document.removeEventListener("input", this.#emptied);
  }

  #typed = (event) => {
    event.stopPropagation(); // it is no answer that somebody writes
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(event.target.value), pause);
  };

  #keyed = (event) => {
    const links = [...this.querySelectorAll("a[data-id]")];
    const here = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      links[here + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
      event.preventDefault();
    }
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      if (links.length > 0) this.#take(links[0]);
    }
  };

  #pressed = (event) => {
    const link = event.target.closest("a[data-id]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#take(link);
  };

  #take(link) {
    const field = document.getElementById(this.dataset.field);
    field.setRangeText(link.dataset.text, field.selectionStart, field.selectionEnd, "end");
    this.#chosen(link.dataset.id, link.querySelector(".chip")?.textContent);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    const open = field.value.search(/\{[a-z]+\}/); // what is still to be filled in
    if (open >= 0) field.setSelectionRange(open, open + field.value.slice(open).indexOf("}") + 1);
  }

  /** What is sent along with the text; nothing once the text is gone. */
  #chosen(id = "", pictures = "") {
    this.querySelector("input[type=hidden]").value = id;
    this.querySelector("[role=status]").textContent = pictures;
  }

  #emptied = ({ target }) => {
    if (target.id === this.dataset.field && target.value === "") this.#chosen();
  };

  async #find(typed) {
    const number = ++this.#asked;
    try {
      const answer = await fetch(`${this.dataset.panel}?${new URLSearchParams({ q: typed })}`, { credentials: "same-origin" });
      if (!answer.ok || number !== this.#asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.querySelector("div").replaceChildren(...page.body.childNodes);
    } catch {
      // Without a network those that are there stay.
    }
  }
}
