import { clockOffset, instant } from "../lib/clock.js";
import { durationWords, nextChange } from "../lib/duration.js";
import { clockState, ringDashes, shareLeft } from "../lib/ring.js";

/**
 * Keeps a ring and the time left in its sentence true. The server has drawn both already, with the due time as a date.
 *
 *     <count-down from="…" due="…" warn="…" now="…" lang="zh-Hans" over="时限已到，系统正在自动同意。">
 *       <svg …><circle class="countdown-track"/><circle class="countdown-arc" data-arc/></svg>
 *       <p class="countdown-words"><span data-words>商家需在 <b data-left>23 小时</b>内处理…</span></p>
 *     </count-down>
 *
 * `now` is the server's time at rendering; `over`, if given, replaces `data-words` once the time has come.
 */
export class CountDown extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#offset = clockOffset(this.getAttribute("now"), Date.now());
    this.#tick();
    document.addEventListener("visibilitychange", this.#tick);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#tick);
  }

  #offset = 0;

  #tick = () => {
    clearTimeout(this.#timer);
    const due = instant(this.getAttribute("due"));
    if (Number.isNaN(due) || document.hidden) return;
    const now = Date.now() + this.#offset;
    this.#draw(due, now);
    const wait = nextChange(due - now);
    if (Number.isFinite(wait)) this.#timer = setTimeout(this.#tick, wait);
  };

  #draw(due, now) {
    const state = clockState(due, instant(this.getAttribute("warn")), now);
    this.dataset.state = state;
    this.querySelector("[data-arc]")?.setAttribute("stroke-dasharray", ringDashes(shareLeft(instant(this.getAttribute("from")), due, now)));
    const over = this.getAttribute("over");
    const words = this.querySelector("[data-words]");
    if (state === "over" && over && words) words.textContent = over;
    const left = this.querySelector("[data-left]");
    if (left) left.textContent = durationWords(due - now, this.lang || this.closest("[lang]")?.lang);
  }
}
