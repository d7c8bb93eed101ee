// The ring of a countdown: a circle of path length 100 of which the part still left is drawn.

/** Share of the time left, 0 to 1. A clock whose beginning is unknown or senseless counts as full until it is over. */
export function shareLeft(from, due, now) {
  if (now >= due) return 0;
  const total = due - from;
  if (!Number.isFinite(total) || total <= 0) return 1;
  return Math.min(1, Math.max(0, (due - now) / total));
}

/** The value of `stroke-dasharray`; a sliver stays visible while any time is left. */
export function ringDashes(share) {
  if (share <= 0) return "0 100";
  const drawn = Math.max(2, Math.round(share * 1000) / 10);
  return `${drawn} ${Math.round((100 - drawn) * 10) / 10}`;
}

/** `calm`, `warn` from the warning time on, `over` from the due time on. */
export function clockState(due, warn, now) {
  if (now >= due) return "over";
  return Number.isFinite(warn) && now >= warn ? "warn" : "calm";
}
