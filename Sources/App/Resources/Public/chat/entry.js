/** One message in the list, as an element. Words come in as text, never as markup. */
export function element(tag, { class: name, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

export function button(text, onclick, look = "link") {
  return element("button", { type: "button", class: look, onclick }, text);
}

function away(href, text) {
  return element("a", { href, target: "_blank", rel: "noopener" }, text);
}

/**
 * @param message a message under its number, or one that waits for its number
 * @param view { texts, time(iso), seen, mayRecall(message), picture(id), open(id), home, recall, mark, retry, remove }
 */
export function entry(message, view) {
  const { texts } = view;
  if (message.kind === "systemNote") return element("li", { class: "note" }, element("span", {}, message.says));
  const isOwn = message.by === undefined || message.by === "customer";
  const who = isOwn ? texts.you : message.isAssistant ? texts.assistant : texts.shop;
  const marks = [view.time(message.postedAt ?? message.at), message.editedAt && texts.edited, isOwn && message.number && message.number <= view.seen && texts.seen];
  return element(
    "li",
    { class: isOwn ? "own" : undefined },
    element("p", { class: "head" }, `${who} ${marks.filter(Boolean).join(" · ")}`),
    element("div", { class: "bubble" }, content(message, view)),
    foot(message, view),
  );
}

function content(message, view) {
  const { texts } = view;
  if (message.recalledAt) return element("span", { class: "small" }, texts.recalled);
  switch (message.kind) {
    case "text":
      return message.text;
    case "image":
      return picture(message.fileId, view);
    case "file":
      return button(texts.file, () => view.open(message.fileId));
    default:
      return card(message.card, view);
  }
}

/** A picture is fetched with the visit's token; until it is here its name stands there. */
function picture(id, view) {
  const frame = button(view.texts.picture, () => view.open(id));
  view.picture(id).then(
    (address) => frame.replaceChildren(element("img", { src: address, alt: view.texts.picture })),
    () => {}, // its name stands there, and pressing it tries again
  );
  return frame;
}

function card(shown, view) {
  const place = shown.link ?? (shown.path && view.home + shown.path);
  const title = place ? away(place, shown.title) : shown.title;
  return element("span", {}, title, shown.detail && element("br"), shown.detail && element("span", { class: "small" }, shown.detail));
}

/** Where an answer of the assistant's comes from, and the question whether it helped. */
function source({ number, source: { title, path }, mark }, view) {
  const { texts } = view;
  const answer = (text, said) => button(text, () => view.mark(number, said));
  const asking = mark ? [] : [element("br"), `${texts.helped} `, answer(texts.yes, "helped"), answer(texts.no, "misled")];
  return element("p", { class: "small" }, `${texts.source} `, away(view.home + path, title), ...asking);
}

function foot(message, view) {
  const { texts } = view;
  if (message.refused) {
    return element("p", { class: "bad" }, `${texts.refused} ${message.refused} `, button(texts.again, () => view.retry(message.key)), button(texts.remove, () => view.remove(message.key)));
  }
  if (message.key) return element("p", { class: "head" }, texts.waiting);
  if (message.source) return source(message, view);
  if (view.mayRecall(message)) return button(texts.recall, () => view.recall(message.number));
  return undefined;
}
