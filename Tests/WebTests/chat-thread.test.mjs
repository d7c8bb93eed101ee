// Nothing that is written in a chat is lost or shown twice, whatever breaks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Events, Follower } from "../../Sources/App/Resources/Public/chat/events.js";
import { Refused } from "../../Sources/App/Resources/Public/chat/server.js";
import { Thread } from "../../Sources/App/Resources/Public/chat/thread.js";

/** A shop's server as the thread sees it; answers can get lost on the way back, or calls on the way there. */
class Shop {
  messages = [];
  state = "none";
  lost = { calls: 0, answers: 0 };
  calls = [];

  say(by, text, key) {
    const known = key && this.messages.find((message) => message.key === key);
    if (known) return known;
    const message = { number: this.messages.length + 1, by, kind: "text", text, postedAt: "2026-11-22T08:00:00.000Z", key };
    this.messages.push(message);
    return message;
  }

  async messages_(query) {
    const page = query.after ? this.messages.filter(({ number }) => number > query.after).slice(0, 50)
      : this.messages.filter(({ number }) => number < (query.before ?? Infinity)).slice(-50);
    return { items: page.map(shown), thread: { state: this.messages.length ? "waiting" : "none", lastNumber: this.messages.length, mayRate: false, marks: { customer: { read: 0 }, shop: { read: 0 } } } };
  }

  async post({ key, text }) {
    this.calls.push(text);
    if (this.refusal) throw this.refusal;
    if (this.lost.calls-- > 0) throw new TypeError("network");
    const message = shown(this.say("customer", text, key));
    if (this.lost.answers-- > 0) throw new TypeError("network");
    return message;
  }

  get server() {
    return { messages: (query) => this.messages_(query), post: (item) => this.post(item), mark: async (read) => ({ delivered: read, read }) };
  }
}

const shown = ({ key, ...message }) => message;

function kept() {
  const items = new Map();
  return { all: () => [...items.values()], put: (item) => items.set(item.key, item), drop: (key) => items.delete(key) };
}

let keys = 0;

function opened(shop, keep = kept()) {
  return new Thread(shop.server, keep, () => `key-${++keys}`);
}

const texts = (thread) => [...thread.messages.map(({ text }) => text), ...thread.pending.map(({ text }) => `(${text})`)];
const text = (words) => ({ kind: "text", text: words });

test("what is written is kept before it is sent, and has a number when it was answered", async () => {
  const [shop, keep] = [new Shop(), kept()];
  const thread = opened(shop, keep);
  thread.write(text("在吗"));
  assert.deepEqual(keep.all().map(({ text }) => text), ["在吗"]);
  assert.deepEqual(texts(thread), ["(在吗)"]);
  await thread.flush();
  assert.deepEqual([texts(thread), keep.all()], [["在吗"], []]);
});

test("what was not answered is sent again under its key, and is there once", async () => {
  const shop = new Shop();
  shop.lost.answers = 1;
  const thread = opened(shop);
  thread.write(text("壶裂了"));
  await assert.rejects(thread.flush());
  shop.say("shop", "您好");
  await thread.sync();
  assert.deepEqual(texts(thread), ["您好", "(壶裂了)"], "it is not shown beside itself");
  await thread.flush();
  assert.deepEqual(texts(thread), ["壶裂了", "您好"]);
  assert.equal(shop.messages.length, 2);
});

test("a reload loses nothing that was written and repeats nothing that had come", async () => {
  const [shop, keep] = [new Shop(), kept()];
  shop.lost.answers = 1;
  const before = opened(shop, keep);
  for (const words of ["一", "二", "三"]) before.write(text(words));
  await assert.rejects(before.flush());
  const after = opened(shop, keep);
  await after.sync();
  assert.deepEqual(texts(after), ["(一)", "(二)", "(三)"]);
  await after.flush();
  assert.deepEqual(texts(after), ["一", "二", "三"]);
  assert.deepEqual(shop.messages.map(({ text }) => text), ["一", "二", "三"]);
});

test("what is refused stays until somebody decides, and holds nothing else back", async () => {
  const shop = new Shop();
  const thread = opened(shop);
  shop.refusal = new Refused(422, { detail: "太长了" });
  thread.write(text("一"));
  await thread.flush();
  shop.refusal = undefined;
  thread.write(text("二"));
  await thread.flush();
  assert.deepEqual(texts(thread), ["二", "(一)"]);
  assert.equal(thread.pending[0].refused, "太长了");
  thread.retry(thread.pending[0].key);
  await thread.flush();
  assert.deepEqual(texts(thread), ["二", "一"]);
});

test("many that write at once keep the order in which they wrote", async () => {
  const shop = new Shop();
  const thread = opened(shop);
  const all = Array.from({ length: 40 }, (_, index) => String(index));
  await Promise.all(all.map((words) => (thread.write(text(words)), thread.flush())));
  await thread.flush();
  assert.deepEqual(texts(thread), all);
});

test("what the other side wrote in between is there too, although an answer came before it", async () => {
  const [shop, keep] = [new Shop(), kept()];
  for (const words of ["一", "二"]) shop.say("shop", words);
  const thread = opened(shop, keep);
  await thread.sync();
  shop.say("shop", "三");
  thread.write(text("四"));
  await thread.flush();
  await thread.sync();
  assert.deepEqual(texts(thread), ["一", "二", "三", "四"]);
  const after = opened(shop, keep);
  after.write(text("五"));
  await after.flush();
  await after.sync();
  assert.deepEqual([texts(after), after.isWhole], [["一", "二", "三", "四", "五"], true]);
});

test("more than a page that was missed is all there, in order", async () => {
  const shop = new Shop();
  const thread = opened(shop);
  shop.say("shop", "0");
  await thread.sync();
  for (let index = 1; index < 180; index += 1) shop.say("shop", String(index));
  await Promise.all([thread.sync(), thread.heard({ type: "conversation.messagePosted" })]);
  assert.deepEqual(texts(thread), Array.from({ length: 180 }, (_, index) => String(index)));
});

test("a long thread begins with its newest messages, and the earlier ones come when asked for", async () => {
  const shop = new Shop();
  for (let index = 1; index <= 70; index += 1) shop.say("shop", String(index));
  const thread = opened(shop);
  await thread.sync();
  assert.deepEqual([thread.messages.length, thread.messages[0].number, thread.isWhole], [50, 21, false]);
  await thread.earlier();
  assert.deepEqual([thread.messages.length, thread.isWhole], [70, true]);
});

test("a change of a message is seen, also of one that was there before", async () => {
  const shop = new Shop();
  const thread = opened(shop);
  shop.say("shop", "错字");
  await thread.sync();
  Object.assign(shop.messages[0], { text: "正字", editedAt: "2026-11-22T08:01:00.000Z" });
  shop.messages_ = async (query) => ({ items: query.after === 0 || query.limit ? shop.messages.map(shown) : [], thread: { state: "assigned", lastNumber: 1, mayRate: false } });
  await thread.heard({ type: "conversation.messageEdited", number: 1 });
  assert.deepEqual(texts(thread), ["正字"]);
});

test("whatever breaks at random, every message is there once and in the order of writing", async () => {
  let seed = 20261122;
  const chance = (of) => (seed = (seed * 48271) % 2147483647) % of;
  const [shop, keep] = [new Shop(), kept()];
  let thread = opened(shop, keep);
  const wrote = [];
  for (let step = 0; step < 600; step += 1) {
    const what = chance(7);
    if (what === 0) shop.lost.calls = 1;
    if (what === 1) shop.lost.answers = 1;
    if (what === 2) shop.say("shop", `答 ${step}`);
    if (what === 3) thread = opened(shop, keep);
    if (what > 3) thread.write(text(wrote[wrote.push(`问 ${step}`) - 1]));
    await thread.flush().catch(() => {});
    if (chance(2)) await thread.sync();
    const seen = texts(thread).map((words) => words.replace(/[()]/g, ""));
    assert.equal(new Set(seen).size, seen.length, `shown twice after step ${step}`);
  }
  [shop.lost.calls, shop.lost.answers] = [0, 0];
  await thread.flush();
  await thread.sync();
  while (!thread.isWhole) await thread.earlier();
  assert.deepEqual(thread.messages.filter(({ by }) => by === "customer").map(({ text }) => text), wrote);
  assert.deepEqual(thread.messages.map(({ number }) => number), shop.messages.map(({ number }) => number));
});

test("a stream is cut into its events wherever its pieces end", () => {
  const whole = 'retry: 2000\nid: 7\n\nid: 8\ndata: {"type":"a","number":1}\n\n: \nid: 9\n\nid: 10\ndata: {"type":"b"}\n\n';
  for (let size = 1; size < whole.length; size += 1) {
    const events = new Events();
    const found = [];
    for (let start = 0; start < whole.length; start += size) found.push(...events.take(whole.slice(start, start + size)));
    assert.deepEqual([found, events.last], [[{ type: "a", number: 1 }, { type: "b" }], "10"]);
  }
});

test("a stream that breaks is followed again after its last event, and whoever rests is left alone", async () => {
  const asked = [];
  const heard = [];
  const states = [];
  const piece = (words) => new ReadableStream({ start(out) { out.enqueue(new TextEncoder().encode(words)); out.close(); } });
  let left = 3;
  const follower = new Follower({
    open: async (last) => {
      asked.push(last);
      if (--left === 1) throw new TypeError("network");
      if (left === 0) setTimeout(() => follower.rest());
      return piece(`id: ${10 - left}\ndata: {"type":"x"}\n\n`);
    },
    heard: (event) => heard.push(event?.type),
    state: (isThere) => states.push(isThere),
    wait: () => new Promise(setImmediate),
  });
  await follower.run();
  assert.deepEqual(asked.slice(0, 3), [undefined, "8", "8"]);
  assert.deepEqual(heard.slice(0, 4), [undefined, "x", undefined, "x"]);
  assert.deepEqual(states.slice(0, 4), [true, false, false, true]);
});
