import assert from "node:assert/strict";
import { test } from "node:test";
import { accepts, fillSentence, sortFiles } from "../../Sources/App/Resources/Public/lib/evidence.js";
import { within } from "../../Sources/App/Resources/Public/lib/steps.js";

const photo = { name: "破损.JPG", type: "image/jpeg", size: 900, lastModified: 1 };
const film = { name: "开箱.mp4", type: "video/mp4", size: 5000, lastModified: 2 };
const note = { name: "说明.pdf", type: "application/pdf", size: 10, lastModified: 3 };

test("kinds are matched by family, by type and by the end of the name", () => {
  assert.equal(accepts(photo, "image/*"), true);
  assert.equal(accepts(film, "image/*,video/mp4"), true);
  assert.equal(accepts(photo, ".jpg"), true);
  assert.equal(accepts(note, "image/*,video/*"), false);
  assert.equal(accepts(note, ""), true);
});

test("each refused file is told why and the rest is kept", () => {
  const { kept, refused } = sortFiles([], [photo, film, note, photo], { accept: "image/*,video/*", maxBytes: 1000, maxFiles: 9 });
  assert.deepEqual(kept, [photo]);
  assert.deepEqual(refused.map(({ why }) => why), ["size", "type", "twice"]);
});

test("no more files than asked for", () => {
  const { kept, refused } = sortFiles([photo], [film], { accept: "", maxFiles: 1 });
  assert.deepEqual(kept, [photo]);
  assert.equal(refused[0].why, "number");
});

test("a sentence is filled by name", () => {
  assert.equal(fillSentence("“{name}”太大，最多 {count} 个，{other}", { name: "a", count: 9 }), "“a”太大，最多 9 个，{other}");
});

test("units stay inside their bounds", () => {
  assert.deepEqual([within("3", 0, 2), within("-1", 0, 2), within("x", 1, 2), within("1.9", 0, NaN)], [2, 0, 1, 1]);
});
