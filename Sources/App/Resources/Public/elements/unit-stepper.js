import { within } from "../lib/steps.js";

/**
 * Puts a minus and a plus beside a number field, which alone is sent with the form.
 *
 *     <unit-stepper less="减少一件" more="增加一件"><input class="stepper-number" type="number" name="…" min="0" max="2" value="1"></unit-stepper>
 */
export class UnitStepper extends HTMLElement {
  #input;
  #less;
  #more;

  connectedCallback() {
    this.#input = this.querySelector("input");
    if (!this.#input || this.#less) return;
    this.#less = this.#button("−", this.getAttribute("less"), -1);
    this.#more = this.#button("+", this.getAttribute("more"), 1);
    this.#input.before(this.#less);
    this.#input.after(this.#more);
    this.#input.addEventListener("change", () => this.#set(this.#input.value));
    this.dataset.ready = "";
    this.#set(this.#input.value);
  }

  #button(sign, label, step) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "stepper-step";
    button.textContent = sign;
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      this.#set(Number(this.#input.value) + step);
      this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  }

  #set(value) {
    const [min, max] = [this.#input.min, this.#input.max].map((bound) => (bound === "" ? NaN : Number(bound)));
    const number = within(value, min, max);
    this.#input.value = String(number);
    this.#less.disabled = number <= (Number.isNaN(min) ? 0 : min);
    this.#more.disabled = number >= max;
  }
}
