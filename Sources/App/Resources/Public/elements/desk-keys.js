import { isWriting, meaning } from "../lib/keys.js";

const memory = "huitou.keys";

/**
 * Keys without a modifier: a letter presses what carries it as its `accesskey` (in a part with `data-keys` while the focus
 * is there, where `data-enters` leads), J and K walk the rows, X picks one,
 * / finds, ? shows what there is. Ctrl or Cmd with Enter sends the form in which somebody writes. The box inside turns the letters off for whoever does not want them.
 *
 *     <desk-keys><dialog class="dialog">… <input type="checkbox" data-letters></dialog></desk-keys>
 */
export class DeskKeys extends HTMLElement {
  #dialog;

  connectedCallback() {
    this.#dialog = this.querySelector("dialog");
    const box = this.querySelector("[data-letters]");
    if (box) {
      box.checked = this.#isOn;
      box.addEventListener("change", () => localStorage.setItem(memory, box.checked ? "on" : "off"));
    }
    document.addEventListener("keydown", this.#pressed);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#pressed);
  }

  get #isOn() {
    return localStorage.getItem(memory) !== "off";
  }

  #pressed = (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const what = meaning(event);
    if (what === "send" && this.#send(event.target)) return event.preventDefault();
    if (document.querySelector("dialog[open]")) return;
    if (!what || what === "palette" || isWriting(event.target)) return;
    if (!this.#isOn && what !== "help") return;
    if (this.#do(what)) event.preventDefault();
  };

  #do(what) {
    switch (what) {
      case "help": return this.#show();
      case "search": return this.#focus(document.querySelector("#desk-q"));
      case "next": return this.#walk(1);
      case "previous": return this.#walk(-1);
      case "pick": return this.#press(document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]")) || this.#letter("x");
      case "send": return false;
      default: return this.#letter(what.press);
    }
  }

  /** As if its button had been pressed, which may ask once more. */
  #send(place) {
    const buttons = [...(place.form?.elements ?? [])].filter((item) => item.type === "submit" && !item.disabled);
    return this.#press(buttons.find((item) => item.matches(".button-primary")) ?? buttons[0]);
  }

  #show() {
    if (!this.#dialog) return false;
    this.#dialog.showModal();
    return true;
  }

  #letter(letter) {
    const here = document.activeElement?.closest("[data-keys]") ?? null;
    const places = [...document.querySelectorAll(`[accesskey="${letter}"]`)].filter((item) => item.checkVisibility());
    const within = (part) => places.find((item) => (item.matches("[data-enters]") ? null : item.closest("[data-keys]")) === part);
    const place = within(here) ?? within(null);
    if (!place) return false;
    place.focus();
    place.click();
    if (place.matches("summary")) this.#focus(place.parentElement.querySelector("input:not([type=hidden]), textarea, select"));
    return true;
  }

  /** Beside a case the next one opens; in a table the next row gets the focus. */
  #walk(step) {
    const beside = [...document.querySelectorAll(".waiting a")];
    const rows = beside.length > 0 ? beside : [...document.querySelectorAll(".queue-link")];
    if (rows.length === 0) return false;
    const here = rows.findIndex((row) => (beside.length > 0 ? row.ariaCurrent === "true" : row === document.activeElement || row.closest("tr")?.contains(document.activeElement)));
    const next = rows[here < 0 ? 0 : here + step];
    if (!next) return true;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (beside.length > 0) next.click();
    return true;
  }

  #focus(place) {
    place?.focus();
    return Boolean(place);
  }

  #press(place) {
    place?.click();
    return Boolean(place);
  }
}
