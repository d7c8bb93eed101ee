// What every page owes its readers, looked at in the browser itself.

/** Faults of the page that is open: names, headings, language, ids, width, contrast. Or of one part that is sealed off. */
export async function faults(page, part = "document") {
  return [...page.complaints, ...(await page.run(`(${look})(${part})`))];
}

function look(root) {
  const isPart = root !== document;
  const faults = [];
  const shown = (element) => element.checkVisibility({ opacityProperty: false, visibilityProperty: true });
  const tell = (element, says) => faults.push(`${says}: ${element.outerHTML.slice(0, 160)}`);

  if (!document.documentElement.lang) faults.push("the page has no language");
  if (!document.title.trim()) faults.push("the page has no title");
  if (!isPart && document.querySelectorAll("main").length !== 1) faults.push("a page has one main part");
  if (document.body.innerText.includes("⟦")) faults.push(`a text is missing: ${document.body.innerText.match(/⟦[^⟧]*⟧/)}`);

  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) {
    const widest = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > innerWidth + 1);
    faults.push(`the page is ${over} px too wide: ${widest.slice(-1)[0]?.outerHTML.slice(0, 160)}`);
  }

  for (const frame of root.querySelectorAll(".table-frame, .filters-set")) {
    if (!shown(frame) || getComputedStyle(frame).overflowX === "auto") continue;
    const edge = frame.getBoundingClientRect().right + 1;
    for (const cell of frame.querySelectorAll("tbody :is(td, th), a")) if (shown(cell) && cell.getBoundingClientRect().right > edge) tell(cell, "this is cut off");
  }

  const named = (element) => {
    const by = element.getAttribute("aria-labelledby");
    const own = element.getAttribute("aria-label") ?? (by && by.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
    const label = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
    const pictures = [...element.querySelectorAll("img[alt], svg title")].map((picture) => picture.alt ?? picture.textContent).join(" ");
    return [own, label, element.textContent, pictures, element.title].some((name) => name?.trim());
  };
  for (const control of root.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, iframe")) {
    if (shown(control) && !named(control)) tell(control, "a control has no name");
  }
  for (const picture of root.querySelectorAll("img:not([alt])")) tell(picture, "a picture says nothing");
  for (const button of root.querySelectorAll("button:not([type])")) if (!button.form) tell(button, "a button outside a form has no type");

  let level = isPart ? 1 : 0;
  for (const heading of root.querySelectorAll("h1, h2, h3, h4")) {
    if (!shown(heading)) continue;
    const own = Number(heading.localName[1]);
    if (own > level + 1) tell(heading, `a heading jumps from h${level} to h${own}`);
    level = own;
  }
  if (!isPart && document.querySelectorAll("h1").length !== 1) faults.push(`a page has one h1, not ${document.querySelectorAll("h1").length}`);

  const ids = [...root.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push(`the id ${id} stands twice`);
  for (const element of root.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
    for (const id of `${element.getAttribute("aria-labelledby") ?? ""} ${element.getAttribute("aria-describedby") ?? ""}`.split(" ").filter(Boolean)) {
      if (!root.getElementById(id)) tell(element, `nothing is called ${id}`);
    }
  }

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], alpha: a / 255 };
  };
  const over2 = (top, under) => top.rgb.map((part, index) => part * top.alpha + under[index] * (1 - top.alpha));
  const ground = (element) => {
    const layers = [];
    for (let node = element; node; node = node.parentElement) {
      const own = colour(getComputedStyle(node).backgroundColor);
      layers.unshift(own);
      if (own.alpha === 1) break;
    }
    return layers.reduce((under, layer) => over2(layer, under), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const seen = new Set();
  const walker = document.createTreeWalker(isPart ? root : document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(element) || !shown(element) || element.closest("[aria-hidden=true], svg, style, .visually-hidden, :disabled, option")) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    const under = ground(element);
    const [high, low] = [light(over2(colour(style.color), under)), light(under)].sort((a, b) => b - a);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < (isLarge ? 3 : 4.5)) tell(element, `contrast ${contrast.toFixed(2)}`);
  }
  return faults;
}

/** Goes through the page with Tab alone: what nobody sees where they are, and whether the wanted control is reached. */
export async function keyboardFaults(page, wanted) {
  await page.run("document.activeElement.blur(); scrollTo(0, 0)");
  const found = [];
  let isReached = false;
  for (let step = 0; step < 80; step += 1) {
    await page.key("Tab");
    const at = await page.run(`(${focus})(${JSON.stringify(wanted)})`);
    if (!at) break;
    isReached ||= at.isWanted;
    if (!at.isSeen) found.push(`nobody sees the focus: ${at.html}`);
  }
  if (!isReached) found.push(`Tab does not come to ${wanted}`);
  return found;
}

function focus(wanted) {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const lit = [element, element.closest("label, numbered-text"), ...(element.labels ?? [])].filter(Boolean).some((part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  return { isWanted: element.matches(wanted), isSeen: lit, html: element.outerHTML.slice(0, 160) };
}
