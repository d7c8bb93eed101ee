import { momentWords } from "../lib/moment.js";

/**
 * Says a time in the reader's own zone; the shop's stays in the tooltip. Without a script the shop's time stands.
 *
 *     <local-time lang="zh-Hans"><time datetime="2026-11-23T06:20:00.000Z">11 月 23 日 14:20</time></local-time>
 */
export class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time[datetime]");
    const date = new Date(time?.dateTime ?? NaN);
    if (Number.isNaN(date.getTime()) || time.title) return;
    const words = momentWords(date, new Date(), this.lang || this.closest("[lang]")?.lang);
    if (words === time.textContent.trim()) return;
    time.title = time.textContent.trim();
    time.textContent = words;
  }
}
