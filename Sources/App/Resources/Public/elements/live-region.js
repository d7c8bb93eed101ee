import { renew } from "../lib/renew.js";

/**
 * Keeps a panel as the server sees it. Any numbered event on the stream makes it fetch its own panel again;
 * what somebody is writing inside it stays, and a new heading is read out.
 *
 *     <live-region id="case" src="/…/stream" data-panel="/…/panel" data-reconnecting="正在重新连接">…</live-region>
 */
export class LiveRegion extends HTMLElement {
  #source;
  #sign;
  #voice;
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
    this.#voice = this.#status("visually-hidden");
  }

  disconnectedCallback() {
    this.#source?.close();
    this.#voice?.remove();
  }

  #heard = (event) => {
    if (event.lastEventId) this.#refresh();
  };

  async #refresh() {
    if (this.#fetching) {
      this.#again = true;
      return;
    }
    this.#fetching = true;
    this.#again = false;
    try {
      const answer = await fetch(this.dataset.panel, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.ok) this.#show(await answer.text());
    } catch {
      this.#showSign(true); // The network is away; the stream reconnects by itself, and the panel is asked for then.
    } finally {
      this.#fetching = false;
    }
    if (this.#again && this.isConnected) this.#refresh();
  }

  #show(text) {
    if (text === this.#shown) return;
    this.#shown = text;
    const page = new DOMParser().parseFromString(text, "text/html");
    const heading = this.querySelector("h1")?.textContent;
    renew(this, (this.id && page.getElementById(this.id)) || page.body);
    const now = this.querySelector("h1")?.textContent;
    if (now && now !== heading) this.#voice.textContent = now;
    this.dispatchEvent(new CustomEvent("panelchange", { bubbles: true }));
  }

  #showSign(isAway) {
    if (!this.#sign && isAway) {
      this.#sign = this.#status("live-sign");
      this.#sign.textContent = this.dataset.reconnecting ?? "";
    }
    if (this.#sign && !isAway) {
      this.#sign.remove();
      this.#sign = undefined;
      this.#refresh();
    }
  }

  #status(style) {
    const status = document.createElement("p");
    status.className = style;
    status.setAttribute("role", "status");
    this.before(status);
    return status;
  }
}
