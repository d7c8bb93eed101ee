// Makes a part of a page like a newer one from the server, in place. What somebody is at work on stays as it is.

const fields = "textarea, select, input:not([type=hidden], [type=submit], [type=button])";

/** Gives `old` the children of `fresh`, keeping every node that is still wanted and every one that is held. */
export function renew(old, fresh) {
  const wantedKeys = new Set([...fresh.childNodes].map(key));
  let place = old.firstChild;
  for (const wanted of fresh.childNodes) {
    const found = match(place, wanted, wantedKeys);
    if (!found) {
      old.insertBefore(document.importNode(wanted, true), place);
      continue;
    }
    while (place !== found) place = leave(place);
    place = found.nextSibling;
    become(found, wanted);
  }
  while (place) place = leave(place);
}

/** Whether somebody writes in a field of the element, has changed one, or is about to confirm. */
export function isHeld(element) {
  if (element.nodeType !== Node.ELEMENT_NODE) return false;
  const focused = document.activeElement;
  if (focused && element.contains(focused) && focused.matches(fields)) return true;
  if (element.matches("[data-armed]") || element.querySelector("[data-armed]")) return true;
  const all = element.matches(fields) ? [element] : [...element.querySelectorAll(fields)];
  return all.some(isChanged);
}

function isChanged(field) {
  if (field.type === "file") return field.files.length > 0;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.localName !== "select") return field.value !== field.defaultValue;
  const usual = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(0, usual);
}

/** What tells a node from its siblings: its id, a form's address, else its kind. */
function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeName;
  if (node.id) return `#${node.id}`;
  return node.localName === "form" ? `form ${node.getAttribute("action")}` : `${node.localName}.${node.className}`;
}

/** The next sibling that is the same thing; a named one that is wanted later is not passed over. */
function match(place, wanted, wantedKeys) {
  const name = key(wanted);
  for (let node = place; node; node = node.nextSibling) {
    const other = key(node);
    if (other === name) return node;
    if (/^(#[^t]|form )/.test(other) && wantedKeys.has(other)) return null;
  }
  return null;
}

function leave(node) {
  const next = node.nextSibling;
  if (!isHeld(node)) node.remove();
  return next;
}

function become(old, wanted) {
  if (old.isEqualNode(wanted)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) old.data = wanted.data;
  else if (isWhole(old)) replace(old, wanted);
  else {
    takeAttributes(old, wanted);
    renew(old, wanted);
  }
}

/** A form goes with its seal, and an element of ours knows best what is inside it. */
function isWhole(element) {
  return element.localName === "form" || element.localName.includes("-");
}

function replace(old, wanted) {
  if (isHeld(old) || old.contains(document.activeElement)) return;
  old.replaceWith(document.importNode(wanted, true));
}

function takeAttributes(old, wanted) {
  for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name) && !isReaders(old, name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value && !isReaders(old, name)) old.setAttribute(name, value);
}

/** The reader opens and closes what can be folded. */
function isReaders(element, name) {
  return element.localName === "details" && name === "open";
}
