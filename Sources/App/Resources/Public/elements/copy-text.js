/**
 * Shows the copy button, which is hidden without a script, and copies `value`, or else the code inside.
 *
 *     <copy-text value="SF1234567890" done="已复制"><span class="number">SF1234567890</span> <button type="button" class="button button-small" hidden>复制</button></copy-text>
 */
export class CopyText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard || !button.hidden) return;
    const usual = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(this.getAttribute("value") ?? this.querySelector("code")?.textContent ?? "");
      } catch {
        return; // The browser forbade it; the text stands beside the button to be copied by hand.
      }
      button.textContent = this.getAttribute("done") ?? usual;
      setTimeout(() => { button.textContent = usual; }, 2000);
    });
  }
}
