import assert from "node:assert/strict";
import { test } from "node:test";
import { momentWords } from "../../Sources/App/Resources/Public/lib/moment.js";

const date = new Date("2026-11-23T06:05:00Z");
const now = new Date("2026-11-22T00:00:00Z");

test("a moment this year stands without the year", () => {
  assert.equal(momentWords(date, now, "zh-Hans", "Asia/Shanghai"), "11 月 23 日 14:05");
  assert.equal(momentWords(date, now, "zh-Hant", "Asia/Taipei"), "11 月 23 日 14:05");
  assert.equal(momentWords(date, now, "en", "Asia/Shanghai"), "23 Nov, 14:05");
});

test("another year is said, and midnight is 00", () => {
  assert.equal(momentWords(new Date("2025-12-30T16:00:00Z"), now, "zh-Hans", "Asia/Shanghai"), "2025 年 12 月 31 日 00:00");
  assert.equal(momentWords(new Date("2025-12-30T16:00:00Z"), now, "en", "Asia/Shanghai"), "31 Dec 2025, 00:00");
});
