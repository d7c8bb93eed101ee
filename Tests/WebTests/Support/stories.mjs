// What the stories of a browser share: the demo shop and Chromium, started once for each file of tests.
import { after, before, test } from "node:test";
import { startChromium } from "./chromium.mjs";
import { startDemo } from "./demo.mjs";

/** The demo's customer whose orders the stories tell of, and one of them. */
export const customer = "C-2001";
export const order = "70310944-0721-7731";

export let demo, chromium;

before(async () => {
  [demo, chromium] = await Promise.all([startDemo(), startChromium()]);
}, { timeout: 250_000 });

after(async () => {
  await Promise.all([chromium?.stop(), demo?.stop()]);
}, { timeout: 30_000 });

export const story = (name, body) => test(name, { timeout: 120_000 }, body);
