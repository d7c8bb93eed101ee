import assert from "node:assert/strict";
import { test } from "node:test";
import { isWriting, meaning } from "../../Sources/App/Resources/Public/lib/keys.js";
import { lineRange } from "../../Sources/App/Resources/Public/lib/lines.js";
import { rank } from "../../Sources/App/Resources/Public/lib/rank.js";

test("Ctrl and Cmd with K open the palette and with Enter send, other keys with a modifier stay the browser's", () => {
  assert.equal(meaning({ key: "k", ctrlKey: true }), "palette");
  assert.equal(meaning({ key: "K", metaKey: true }), "palette");
  assert.equal(meaning({ key: "Enter", metaKey: true }), "send");
  assert.equal(meaning({ key: "Enter", ctrlKey: true, altKey: true }), undefined);
  assert.equal(meaning({ key: "a", ctrlKey: true }), undefined);
  assert.equal(meaning({ key: "a", altKey: true }), undefined);
});

test("letters press what shows them, a few keys have a meaning everywhere", () => {
  assert.deepEqual(meaning({ key: "a" }), { press: "a" });
  assert.deepEqual(meaning({ key: "R" }), { press: "r" });
  assert.equal(meaning({ key: "j" }), "next");
  assert.equal(meaning({ key: "/" }), "search");
  assert.equal(meaning({ key: "Enter" }), undefined);
});

test("a key in a field is writing; on a box to tick it is not", () => {
  assert.equal(isWriting({ tagName: "TEXTAREA" }), true);
  assert.equal(isWriting({ tagName: "INPUT", type: "search" }), true);
  assert.equal(isWriting({ tagName: "INPUT", type: "checkbox" }), false);
  assert.equal(isWriting({ tagName: "A" }), false);
});

test("the palette shows what has every word, beginnings first", () => {
  const entries = [{ title: "Open refunds" }, { title: "Refunds", more: "page" }, { title: "Orders" }];
  assert.deepEqual(rank(entries, "ref").map((entry) => entry.title), ["Refunds", "Open refunds"]);
  assert.deepEqual(rank(entries, "ref page").map((entry) => entry.title), ["Refunds"]);
  assert.equal(rank(entries, "").length, 3);
});

test("a line's place in a text", () => {
  assert.deepEqual(lineRange("a\nbcd\ne", 2), [2, 5]);
  assert.deepEqual(lineRange("a\nb", 9), [3, 3]);
});
