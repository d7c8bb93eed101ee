// Places of lines in a text.

/** Where line `number`, counted from 1, begins and ends; beyond the text, its end. */
export function lineRange(text, number) {
  const lines = text.split("\n");
  const before = lines.slice(0, Math.max(0, number - 1)).reduce((sum, line) => sum + line.length + 1, 0);
  if (number > lines.length) return [text.length, text.length];
  return [before, before + lines[number - 1].length];
}
