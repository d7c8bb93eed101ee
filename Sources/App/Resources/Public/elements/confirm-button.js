/**
 * Asks once more, in the button itself, before a form is sent. Without a script the form is simply sent;
 * the server must not rely on the second press.
 *
 *     <confirm-button says="再按一次，退款 ¥128.00"><button class="button button-danger">同意退款</button></confirm-button>
 */
export class ConfirmButton extends HTMLElement {
  #button;
  #usual;
  #timer;

  connectedCallback() {
    this.#button = this.querySelector("button");
    if (!this.#button || this.#usual) return;
    this.#usual = [...this.#button.childNodes];
    this.#button.setAttribute("aria-live", "polite");
    this.#button.addEventListener("click", this.#pressed);
    this.#button.addEventListener("blur", this.#disarm);
    this.#button.addEventListener("keydown", (event) => event.key === "Escape" && this.#disarm());
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #pressed = (event) => {
    if ("armed" in this.#button.dataset) return;
    event.preventDefault();
    this.#button.dataset.armed = "";
    this.#button.textContent = this.getAttribute("says");
    this.#timer = setTimeout(this.#disarm, 6000);
  };

  #disarm = () => {
    clearTimeout(this.#timer);
    if (!("armed" in this.#button.dataset)) return;
    delete this.#button.dataset.armed;
    this.#button.replaceChildren(...this.#usual);
  };
}
