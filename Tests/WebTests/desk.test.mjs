// What staff do at the desk, in a real browser against a demo shop; every page of it in order.
import assert from "node:assert/strict";
import { faults, keyboardFaults } from "./Support/checks.mjs";
import { chromium, customer, demo, order, story } from "./Support/stories.mjs";

const desk = (path = "") => `${demo.root}/desk/${demo.shop}${path}`;

async function signIn(role, options) {
  const page = await chromium.open(options);
  const { email, password } = demo.person(role);
  await page.go(desk("/sign-in"));
  await page.run(`fill("[name='signIn.email']", ${JSON.stringify(email)}); fill("[name='signIn.password']", ${JSON.stringify(password)})`);
  await page.press("form[action$='/sign-in'] button");
  return page;
}

for (const scripts of [true, false]) {
  story(`personal data is shown once, after a reason, ${scripts ? "with" : "without"} scripts`, async () => {
    const page = await signIn("agent", { width: 1280, height: 900, scripts });
    const masked = async () => !/1380000\d{4}/.test(await page.run("document.body.innerText"));
    for (const place of [`/orders/${order}`, `/customers/${customer}`]) {
      await page.go(desk(place));
      assert.ok(await masked());
      await page.run(`find("#personal").open = true; find("#personal input[value=contact]").checked = true`);
      assert.deepEqual(await faults(page), [], place);
      await page.press("#personal button");
      assert.ok(!(await masked()), "the number can be read");
      assert.deepEqual(await faults(page), [], `${place}, shown`);
      await page.press("#personal a");
      assert.ok(await masked(), "and is masked again");
    }
  });
}

story("on a phone the bar leads to every page, and no letters of keys are shown", async () => {
  const page = await signIn("owner");
  const shown = `[...document.querySelectorAll(".desk-nav a")].filter((link) => link.checkVisibility()).map((link) => link.pathname)`;
  assert.ok((await page.run(shown)).length <= 7);
  const all = await page.run(`[...document.querySelectorAll(".desk-nav a")].map((link) => link.pathname)`);
  await page.press(".desk-nav-more a");
  const listed = await page.run(`[...document.querySelectorAll(".index a")].map((link) => link.pathname)`);
  for (const path of all) assert.ok(listed.includes(path) || path.endsWith("/search"), path);
});

story("a case is worked on by keyboard alone, and everybody sees where they are", async () => {
  const page = await signIn("supervisor", { width: 1280, height: 900 });
  const waiting = (await demo.api("cases?limit=50")).items.find(({ state }) => state === "reviewing");
  await page.go(desk(`/cases/${waiting.id}`));
  assert.deepEqual(await keyboardFaults(page, "form[action*='/approval'] button"), []);
  assert.ok(await page.run(`document.querySelectorAll("[role=status], [aria-live]").length > 0`), "what changes is read out");
});

const readers = [
  ["owner", { language: "zh-CN" }], ["owner", { language: "zh-TW", dark: true, width: 1280, height: 900 }],
  ["owner", { language: "en", dark: true }], ["viewer", { language: "zh-TW" }],
];
for (const [role, reader] of readers) {
  story(`every page of the desk is in order for the ${role}: ${JSON.stringify(reader)}`, async () => {
    const page = await signIn(role, reader);
    const found = [];
    const look = async (path) => {
      await page.go(desk(path));
      await page.run(`document.querySelectorAll("details").forEach((part) => { part.open = true; })`);
      found.push(...(await faults(page)).map((fault) => `${path} ${fault}`));
      page.complaints = [];
    };
    const pages = [
      "", "?view=all", "?view=closed", "?q=nobody", "/orders", `/orders/${order}`, "/orders/70311012-0755-4018",
      `/customers/${customer}`, "/search", `/search?q=${customer}`, "/search?q=nobody", "/refunds",
      "/refunds?state=all", "/promise", "/policy", "/policy?tab=versions", "/complaints", "/account",
    ];
    const ofOwners = [
      `/orders/${order}/apply`, `/orders/${order}/apply?goods=1*1&reason=defective&kind=exchange`,
      `/complaints/new?customer=${customer}`, "/conversations/board", "/policy?tab=draft", "/policy?start=retail-simple", "/outbox", "/messages",
      "/people", "/webhooks", `/customers/${customer}/rights`, "/audit", "/audit?show=personal", "/settings",
    ];
    for (const path of role === "owner" ? [...pages, ...ofOwners] : pages) await look(path);
    const [refund] = (await demo.api("refunds?state=all")).items;
    await look(`/refunds/${refund.number}`);
    const seen = new Set();
    for (const { id, state } of (await demo.api("cases?limit=50")).items) {
      if (seen.has(state)) continue;
      seen.add(state);
      await look(`/cases/${id}`);
    }
    await look("/cases/none");
    assert.deepEqual(found.filter((fault) => !fault.includes("status of 40")), []);
  });
}
