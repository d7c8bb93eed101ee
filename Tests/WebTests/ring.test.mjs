import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOffset } from "../../Sources/App/Resources/Public/lib/clock.js";
import { clockState, ringDashes, shareLeft } from "../../Sources/App/Resources/Public/lib/ring.js";

test("half the time left draws half the ring", () => {
  assert.equal(shareLeft(0, 100, 50), 0.5);
  assert.equal(ringDashes(0.5), "50 50");
});

test("an unknown beginning counts as full until it is over", () => {
  assert.equal(shareLeft(NaN, 100, 50), 1);
  assert.equal(shareLeft(NaN, 100, 100), 0);
});

test("a clock that is ahead or past stays inside the ring", () => {
  assert.equal(shareLeft(10, 100, 0), 1);
  assert.equal(shareLeft(0, 100, 101), 0);
});

test("a sliver stays while any time is left, and nothing after", () => {
  assert.equal(ringDashes(0.001), "2 98");
  assert.equal(ringDashes(0), "0 100");
  assert.equal(ringDashes(1), "100 0");
});

test("the clock warns from its warning time and is over from its due time", () => {
  assert.deepEqual([0, 80, 100].map((now) => clockState(100, 80, now)), ["calm", "warn", "over"]);
  assert.equal(clockState(100, NaN, 99), "calm");
});

test("the server's clock decides, and a page without one trusts the reader's", () => {
  assert.equal(clockOffset("1970-01-01T00:00:10.000Z", 4000), 6000);
  assert.equal(clockOffset(null, 4000), 0);
  assert.equal(clockOffset("soon", 4000), 0);
});
