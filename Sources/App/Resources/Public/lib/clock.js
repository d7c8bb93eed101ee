// The server's clock decides. A page carries the server's time at rendering; the difference is kept for its life.

/** Milliseconds to add to the local clock to get the server's; 0 when the page says nothing readable. */
export function clockOffset(serverNow, localNow) {
  const server = Date.parse(serverNow ?? "");
  return Number.isNaN(server) ? 0 : server - localNow;
}

/** Milliseconds since 1970 of an RFC 3339 time, or NaN. */
export function instant(text) {
  return Date.parse(text ?? "");
}
