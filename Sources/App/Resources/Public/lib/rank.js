// Which entries of the command palette answer to some words, the best first.

/** Entries are `{ title, more }`. Every word has to stand somewhere; the beginning of a title counts most. */
export function rank(entries, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...entries];
  return entries
    .map((entry, place) => ({ entry, place, score: score(entry, wanted) }))
    .filter((item) => item.score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map((item) => item.entry);
}

function score({ title, more }, wanted) {
  const [head, rest] = [title.toLowerCase(), (more ?? "").toLowerCase()];
  let sum = 0;
  for (const word of wanted) {
    if (head.startsWith(word)) sum += 3;
    else if (head.includes(word)) sum += 2;
    else if (rest.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}
