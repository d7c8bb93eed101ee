/**
 * Keeps a panel as the server sees it. Any numbered event on the stream makes it fetch its own panel again;
 * while somebody writes inside it, the new panel waits until they leave the field.
 *
 *     <live-region id="case" src="/…/stream" data-panel="/…/panel" data-reconnecting="正在重新连接">…</live-region>
 */
export class LiveRegion extends HTMLElement {
  #source;
  #sign;
  #fetching = false;
  #again = false;
  #shown = "";

  connectedCallback() {
    if (!this.getAttribute("src")) return;
    this.#source = new EventSource(this.getAttribute("src"));
    this.#source.addEventListener("message", this.#heard);
    for (const name of (this.dataset.events ?? "").split(" ").filter(Boolean)) this.#source.addEventListener(name, this.#heard);
    this.#source.addEventListener("open", () => this.#showSign(false));
    this.#source.addEventListener("error", () => this.#showSign(true));
    this.addEventListener("focusout", this.#left);
  }

  disconnectedCallback() {
    this.#source?.close();
    this.removeEventListener("focusout", this.#left);
  }

  #heard = (event) => {
    if (event.lastEventId) this.#refresh();
  };

  #left = () => {
    if (this.#again) setTimeout(() => this.#refresh());
  };

  async #refresh() {
    if (this.#fetching || this.#isBeingWrittenIn()) {
      this.#again = true;
      return;
    }
    this.#fetching = true;
    this.#again = false;
    try {
      const answer = await fetch(this.dataset.panel, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.ok) this.#show(await answer.text());
    } catch {
      this.#again = true; // The network is away; the stream reconnects by itself and its next event asks again.
      this.#showSign(true);
    } finally {
      this.#fetching = false;
    }
    if (this.#again && this.isConnected) setTimeout(() => this.#refresh(), 2000);
  }

  #show(text) {
    if (text === this.#shown) return;
    if (this.#isBeingWrittenIn()) {
      this.#again = true;
      return;
    }
    this.#shown = text;
    const page = new DOMParser().parseFromString(text, "text/html");
    const panel = (this.id && page.getElementById(this.id)) || page.body;
    const focused = this.contains(document.activeElement) ? document.activeElement.id : "";
    const open = new Set([...this.querySelectorAll("details[id][open]")].map((item) => item.id));
    this.replaceChildren(...[...panel.childNodes].map((node) => document.importNode(node, true)));
    for (const id of open) this.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    if (focused) this.querySelector(`#${CSS.escape(focused)}`)?.focus();
    this.dispatchEvent(new CustomEvent("panelchange", { bubbles: true }));
  }

  #isBeingWrittenIn() {
    const field = document.activeElement;
    if (!field || !this.contains(field)) return false;
    return field.matches("textarea, select, input:not([type=submit], [type=button])") || field.closest("[data-armed]") !== null;
  }

  #showSign(isAway) {
    if (!this.#sign && isAway) {
      this.#sign = document.createElement("p");
      this.#sign.className = "live-sign";
      this.#sign.setAttribute("role", "status");
      this.#sign.textContent = this.dataset.reconnecting ?? "";
      this.before(this.#sign);
    }
    if (this.#sign && !isAway) {
      this.#sign.remove();
      this.#sign = undefined;
      this.#refresh();
    }
  }
}
