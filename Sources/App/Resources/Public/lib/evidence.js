// Which of the chosen files can be taken. The server decides again; this only tells the reader early.

/** `accept` as in the HTML attribute: `image/*,video/mp4,.heic`; empty takes everything. */
export function accepts(file, accept) {
  const wanted = (accept ?? "").split(",").map((item) => item.trim().toLowerCase()).filter(Boolean);
  const type = (file.type ?? "").toLowerCase();
  const name = (file.name ?? "").toLowerCase();
  return wanted.length === 0 || wanted.some((item) => {
    if (item.startsWith(".")) return name.endsWith(item);
    return item.endsWith("/*") ? type.startsWith(item.slice(0, -1)) : type === item;
  });
}

/** Sorts candidates into those kept and those refused, each refusal with `why`: `type`, `size`, `number` or `twice`. */
export function sortFiles(kept, candidates, { accept, maxBytes = Infinity, maxFiles = Infinity }) {
  const result = { kept: [...kept], refused: [] };
  for (const file of candidates) {
    const why = reasonAgainst(file, result.kept, { accept, maxBytes, maxFiles });
    if (why) result.refused.push({ file, why });
    else result.kept.push(file);
  }
  return result;
}

/** Puts `{name}` and the like into a sentence from the page; unknown names stay as they are. */
export function fillSentence(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

function reasonAgainst(file, kept, { accept, maxBytes, maxFiles }) {
  if (kept.some((other) => other.name === file.name && other.size === file.size && other.lastModified === file.lastModified)) return "twice";
  if (!accepts(file, accept)) return "type";
  if (file.size > maxBytes) return "size";
  return kept.length >= maxFiles ? "number" : undefined;
}
