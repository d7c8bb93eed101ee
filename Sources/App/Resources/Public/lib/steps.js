// Numbers of units.

/** The number inside its bounds; what is no whole number becomes the lower bound. */
export function within(value, min, max) {
  const number = Math.trunc(Number(value));
  const lower = Number.isFinite(min) ? min : 0;
  const upper = Number.isFinite(max) ? max : Infinity;
  return Number.isFinite(number) ? Math.min(upper, Math.max(lower, number)) : lower;
}
