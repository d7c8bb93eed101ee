// How long is left, in words. Always rounded down, so that nobody is promised time that is not there.

const words = {
  "zh-Hans": { day: (n) => `${n} 天`, hour: (n) => `${n} 小时`, minute: (n) => `${n} 分钟`, second: (n) => `${n} 秒`, minuteWithSeconds: (n) => `${n} 分`, join: " " },
  "zh-Hant": { day: (n) => `${n} 天`, hour: (n) => `${n} 小時`, minute: (n) => `${n} 分鐘`, second: (n) => `${n} 秒`, minuteWithSeconds: (n) => `${n} 分`, join: " " },
  en: { day: (n) => plural(n, "day"), hour: (n) => plural(n, "hour"), minute: (n) => plural(n, "minute"), second: (n) => plural(n, "second"), minuteWithSeconds: (n) => `${n} min`, join: " " },
};

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** From one day days and hours, from six hours hours, then minutes, below ten minutes seconds too. */
export function durationWords(milliseconds, language) {
  const table = words[tableOf(language)];
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const whole = (unit) => Math.floor(seconds / unit);
  if (seconds >= day) return pair(table, table.day(whole(day)), whole(hour) % 24, table.hour);
  if (seconds >= 6 * hour) return table.hour(whole(hour));
  if (seconds >= hour) return pair(table, table.hour(whole(hour)), whole(minute) % 60, table.minute);
  if (seconds >= 10 * minute) return table.minute(whole(minute));
  if (seconds >= minute) return closing(table, whole(minute), seconds % 60, language);
  return table.second(seconds);
}

/** Milliseconds until the words change next: there is no use in waking earlier. */
export function nextChange(milliseconds) {
  if (milliseconds <= 0) return Infinity;
  const unit = milliseconds >= 10 * minute * 1000 ? minute * 1000 : 1000;
  return (milliseconds % unit) + 20;
}

/** The string table for a page's language: `zh-TW` and `zh-HK` read Traditional, any other `zh` Simplified. */
export function tableOf(language) {
  const tag = (language ?? "").toLowerCase();
  if (!tag || tag.startsWith("zh")) return /hant|tw|hk|mo/.test(tag) ? "zh-Hant" : "zh-Hans";
  return "en";
}

function pair(table, first, rest, unit) {
  return rest === 0 ? first : first + table.join + unit(rest);
}

function closing(table, minutes, seconds, language) {
  if (seconds === 0) return table.minute(minutes);
  const tail = tableOf(language) === "en" ? `${seconds} s` : table.second(seconds);
  return table.minuteWithSeconds(minutes) + table.join + tail;
}

function plural(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
