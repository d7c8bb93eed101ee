// What a key means on a page of the desk. Letters press what shows them; a few move, find and explain.

const fixed = { "/": "search", "?": "help", j: "next", k: "previous", x: "pick" };

/** Whether somebody writes where the key went. */
export function isWriting({ tagName, type, isContentEditable }) {
  if (isContentEditable) return true;
  if (tagName === "TEXTAREA" || tagName === "SELECT") return true;
  return tagName === "INPUT" && !["checkbox", "radio", "button", "submit", "file"].includes((type ?? "text").toLowerCase());
}

/** `palette` for Ctrl or Cmd with K, `send` with Enter, a name of the fixed keys, `{ press: "a" }` for another letter; nothing else. */
export function meaning({ key, ctrlKey, metaKey, altKey }) {
  const letter = key.length === 1 ? key.toLowerCase() : "";
  if ((ctrlKey || metaKey) && !altKey && letter === "k") return "palette";
  if ((ctrlKey || metaKey) && !altKey && key === "Enter") return "send";
  if (ctrlKey || metaKey || altKey || !letter) return undefined;
  if (letter in fixed) return fixed[letter];
  return /^[a-z]$/.test(letter) ? { press: letter } : undefined;
}
