import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const web = new URL("../../Sources/App/Resources/Public/web/", import.meta.url);
const sheet = readFileSync(new URL("tokens.css", web), "utf8");

function colours(block) {
  return Object.fromEntries([...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

const blocks = sheet.split(/:root(?=[ :[])/).slice(1).map(colours);
const [light, darkBySystem, darkByChoice] = blocks;

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["--paper", "--surface", "--sunk"];
const pairs = [
  ...grounds.flatMap((ground) => [["--ink", ground, 7], ["--ink-soft", ground, 7], ["--ink-faint", ground, 4.5], ["--accent-text", ground, 4.5],
    ["--good", ground, 7], ["--warn", ground, 7], ["--bad", ground, 7], ["--edge", ground, 3]]),
  ["--good", "--good-wash", 7], ["--warn", "--warn-wash", 7], ["--bad", "--bad-wash", 7], ["--accent-text", "--accent-wash", 4.5],
  ["--on-accent", "--accent", 4.5], ["--on-accent", "--accent-deep", 4.5], ["--on-accent", "--bad-fill", 7],
  ["--accent-shape", "--surface", 3], ["--warn-shape", "--surface", 3], ["--good-shape", "--surface", 3], ["--bad-shape", "--surface", 3],
];

for (const [name, tokens] of [["light", light], ["dark", darkBySystem]]) {
  for (const [text, ground, least] of pairs) {
    test(`${text} on ${ground} is readable in ${name}`, () => assert.ok(contrast(tokens[text], tokens[ground]) >= least, `${contrast(tokens[text], tokens[ground]).toFixed(2)} < ${least}`));
  }
}

test("dark by the system and dark by choice are the same, and leave no colour out", () => {
  assert.deepEqual(darkBySystem, darkByChoice);
  assert.deepEqual(Object.keys(darkBySystem).sort(), Object.keys(light).sort());
});

test("the one sheet takes in every part, and no part names a colour token that does not exist", () => {
  const entry = readFileSync(new URL("site.css", web), "utf8");
  const parts = readdirSync(new URL("components/", web)).map((file) => `components/${file}`);
  for (const part of [...parts, "reset.css", "base.css", "layout.css", "utilities.css", "tokens.css"]) assert.ok(entry.includes(`"${part}"`), part);
  const known = new Set([...sheet.matchAll(/(--[\w-]+):/g)].map(([, name]) => name).concat("--ring"));
  for (const part of [...parts, "base.css", "layout.css", "utilities.css"]) {
    for (const [, name] of readFileSync(new URL(part, web), "utf8").matchAll(/var\((--[\w-]+)/g)) assert.ok(known.has(name), `${part}: ${name}`);
  }
});
