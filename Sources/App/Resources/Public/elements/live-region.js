import { renew } from "../lib/renew.js";
import { Stream } from "../lib/stream.js";

/**
 * Keeps a panel as the server sees it. Any numbered event on the stream makes it fetch its own panel again;
 * what somebody is writing inside it stays, and a new heading is read out.
 *
 *     <live-region id="case" src="/…/stream" data-panel="/…/panel" data-reconnecting="正在重新连接">…</live-region>
 *
 * `data-case` names the only case whose events count, `data-of` how their names must begin: `case.`.
 */
export class LiveRegion extends HTMLElement {
  #stream;
  #sign;
  #voice;
  #fetching = false;
  #again = false;
  #shown = "";

  connectedCallback() {
    if (!this.getAttribute("src")) return;
    this.#voice = this.#status("visually-hidden");
    this.#stream = Stream.of(this.getAttribute("src"));
    this.#stream.join(this);
  }

  disconnectedCallback() {
    this.#stream?.leave(this);
    this.#voice?.remove();
  }

  /** Something happened; without an event, something may have while nobody listened. */
  heard(event) {
    const { case: only, of } = this.dataset;
    const data = event && (only || of) ? JSON.parse(event.data) : undefined;
    if (data && ((only && data.case !== only) || (of && !data.type.startsWith(of)))) return;
    this.#refresh();
  }

  /** Whether the stream is interrupted. */
  away(isAway) {
    this.#showSign(isAway);
  }

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
