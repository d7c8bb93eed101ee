import assert from "node:assert/strict";
import { test } from "node:test";
import { durationWords, nextChange, tableOf } from "../../Sources/App/Resources/Public/lib/duration.js";

const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

const examples = [
  [6 * day + 23 * hour, "6 天 23 小时", "6 天 23 小時", "6 days 23 hours"],
  [7 * day, "7 天", "7 天", "7 days"],
  [2 * day + 5 * hour, "2 天 5 小时", "2 天 5 小時", "2 days 5 hours"],
  [day, "1 天", "1 天", "1 day"],
  [23 * hour + 59 * minute, "23 小时", "23 小時", "23 hours"],
  [2 * hour + 15 * minute, "2 小时 15 分钟", "2 小時 15 分鐘", "2 hours 15 minutes"],
  [hour, "1 小时", "1 小時", "1 hour"],
  [12 * minute + 59 * second, "12 分钟", "12 分鐘", "12 minutes"],
  [4 * minute + 12 * second, "4 分 12 秒", "4 分 12 秒", "4 min 12 s"],
  [5 * minute, "5 分钟", "5 分鐘", "5 minutes"],
  [999, "0 秒", "0 秒", "0 seconds"],
  [second, "1 秒", "1 秒", "1 second"],
  [-day, "0 秒", "0 秒", "0 seconds"],
];

for (const [length, hans, hant, english] of examples) {
  test(`${length} ms reads "${hans}", "${hant}", "${english}"`, () => {
    assert.equal(durationWords(length, "zh-Hans"), hans);
    assert.equal(durationWords(length, "zh-Hant"), hant);
    assert.equal(durationWords(length, "en"), english);
  });
}

test("words never promise more time than is left", () => {
  assert.equal(durationWords(2 * hour - 1, "zh-Hans"), "1 小时 59 分钟");
});

test("languages of regions find their table, and no language means Simplified Chinese", () => {
  assert.deepEqual(["zh-CN", "zh-TW", "zh-HK", "zh", "en-GB", "", undefined].map(tableOf), ["zh-Hans", "zh-Hant", "zh-Hant", "zh-Hans", "en", "zh-Hans", "zh-Hans"]);
});

test("a clock sleeps to the next minute while hours are left and to the next second at the end", () => {
  assert.equal(nextChange(2 * hour + 3 * second), 3 * second + 20);
  assert.equal(nextChange(2 * minute + 250), 270);
  assert.equal(nextChange(0), Infinity);
});
