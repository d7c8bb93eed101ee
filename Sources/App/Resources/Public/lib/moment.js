// A moment in words, in the reader's own time zone.
import { tableOf } from "./duration.js";

const locales = { "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", en: "en-GB" };

/** "11 月 23 日 14:20" or "23 Nov, 14:20"; the year stands only when it is not this one. */
export function momentWords(date, now, language, timeZone) {
  const table = tableOf(language);
  const part = partsOf(date, table, timeZone);
  const thisYear = partsOf(now, table, timeZone).year === part.year;
  const time = `${part.hour}:${part.minute}`;
  if (table === "en") return `${part.day} ${monthName(date, timeZone)}${thisYear ? "" : ` ${part.year}`}, ${time}`;
  return `${thisYear ? "" : `${part.year} 年 `}${Number(part.month)} 月 ${Number(part.day)} 日 ${time}`;
}

function partsOf(date, table, timeZone) {
  const format = new Intl.DateTimeFormat(locales[table], {
    timeZone, year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
}

function monthName(date, timeZone) {
  return new Intl.DateTimeFormat("en-GB", { timeZone, month: "short" }).format(date);
}
