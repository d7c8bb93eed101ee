// What customers do, in a real browser against a demo shop.
import assert from "node:assert/strict";
import { faults, keyboardFaults } from "./Support/checks.mjs";
import { chromium, customer, demo, order, story } from "./Support/stories.mjs";

async function inOrder(page) {
  assert.deepEqual(await faults(page), [], await page.run("location.pathname"));
}

/** Applies for a return of one unit of a line, step by step. */
async function applyForReturn(page, choose) {
  await page.go(demo.link(customer));
  await page.press(`a[href$="${order}"]`);
  await page.press(`a[href$="/apply"]`);
  await choose();
  await inOrder(page);
  await page.press(".submit-bar button");
  await page.run(`find("input[value=noLongerNeeded]").checked = true`);
  await inOrder(page);
  await page.press(".submit-bar button");
  await inOrder(page);
  await page.press("form.form > .button-primary");
  assert.match(await page.run("document.querySelector('.letter').innerText"), /不用等人审核/);
  await inOrder(page);
  await page.press("form.submit-bar button");
  assert.match(await page.run("location.pathname"), /\/cases\//);
  assert.match(await page.run("document.querySelector('h1').innerText"), /同意退货，收到\s*后退您 ¥/);
  await inOrder(page);
  await page.go(`${demo.root}/s/${demo.shop}/orders/${order}/apply`);
  assert.match(await page.run("document.body.innerText"), /您已经申请过|都已经申请过/);
  assert.ok(await page.run(`[...document.querySelectorAll(".product-name")].every((name) => name.offsetWidth > 100)`), "names have room");
  await inOrder(page);
}

story("an application goes on by keyboard alone, and everybody sees where they are", async () => {
  const page = await chromium.open();
  await page.go(demo.link(customer));
  const apply = `${demo.root}/s/${demo.shop}/orders/${order}/apply`;
  const steps = [
    ["", ".submit-bar button"], ["/reason?goods=1*1", "input[name=reason]"],
    ["/details?goods=1*1&reason=notAsDescribed", "input[name=kind]"],
    ["/result?goods=1*1&reason=noLongerNeeded&kind=returnRefund", "form.submit-bar button"],
  ];
  for (const [step, wanted] of steps) {
    await page.go(apply + step);
    assert.deepEqual(await keyboardFaults(page, wanted), [], step);
  }
});

story("a customer applies for a return in three steps and reads the decision at once", async () => {
  const page = await chromium.open();
  await applyForReturn(page, async () => {
    assert.equal(await page.run(`document.querySelectorAll(".product img").length`), 2);
    assert.ok(await page.run(`[...document.querySelectorAll(".product img")].every((image) => image.naturalWidth > 0)`), "pictures are shown");
    await page.until(`document.querySelector("unit-stepper[data-ready]")`);
    await page.run(`document.querySelectorAll(".stepper-step")[1].click()`);
    assert.equal(await page.run(`find(".stepper-number").value`), "1");
  });
});

story("the same way works without scripts", async () => {
  const page = await chromium.open({ scripts: false });
  await applyForReturn(page, async () => {
    assert.equal(await page.run(`document.querySelector(".stepper-step")`), null);
    await page.run(`find(".stepper-number").value = "1"`);
  });
});

story("an agent decides, and the customer's open page says so by itself and keeps what is being written", async () => {
  const id = await waitingCase();
  const page = await chromium.open();
  await page.go(demo.link(customer, `/s/${demo.shop}/cases/${id}`));
  await page.until(`document.querySelector("[role=status]")`);
  await page.run(`find("textarea[name=text]").focus()`);
  await page.type("还有一件事想问");
  const heading = await page.run(`find("h1").textContent`);

  const agent = await chromium.open({ width: 1280, height: 900 });
  const { email, password } = demo.person("agent");
  await agent.go(`${demo.root}/desk/${demo.shop}/sign-in`);
  await agent.run(`fill("[name='signIn.email']", ${JSON.stringify(email)}); fill("[name='signIn.password']", ${JSON.stringify(password)})`);
  await agent.press("form[action$='/sign-in'] button");
  await agent.go(`${demo.root}/desk/${demo.shop}/cases/${id}`);
  const approval = "form[action$='/approval']";
  await agent.run(`find("${approval}"); document.querySelectorAll("details:has(${approval})").forEach((part) => { part.open = true; })`);
  const started = Date.now();
  await agent.leave(`find("${approval}").requestSubmit()`);

  await page.until(`document.querySelector("h1").textContent !== ${JSON.stringify(heading)}`);
  assert.ok(Date.now() - started < 1_500, `the page heard of it after ${Date.now() - started} ms`);
  assert.equal(await page.run(`find("textarea[name=text]").value`), "还有一件事想问");
  assert.equal(await page.run("document.activeElement.name"), "text");
  assert.equal(await page.run(`find("[role=status]").textContent`), await page.run(`find("h1").textContent`), "a new heading is read out");
  await inOrder(page);
});

story("a page that lies behind a sign-in is reached after the code", async () => {
  const page = await chromium.open();
  await page.go(`${demo.root}/s/${demo.shop}/orders/${order}/apply`);
  assert.equal(await page.run(`find("[name=order]").value`), order);
  await page.press("form button");
  assert.match(await page.run("location.search"), /to=%2Fs%2F/);
  assert.equal(await page.run(`find("[name=code]").autocomplete`), "one-time-code");
  await page.run(`fill("[name=code]", "000000")`);
  await page.press("form[action$='/code'] button");
  assert.ok(await page.run(`find("[role=alert]").textContent.trim().length > 0`));
  page.complaints = page.complaints.filter((says) => !says.includes("401"));
  await inOrder(page);
});

story("the keyboard comes to the content first, and nothing moves for those who asked", async () => {
  const page = await chromium.open({ still: true });
  await page.go(demo.link(customer));
  await page.key("Tab");
  assert.equal(await page.run("document.activeElement.className"), "skip");
  assert.equal(await page.run(`getComputedStyle(find(".card-link")).transitionDuration`), "0s");
});

story("a countdown is no live region, so that it does not chatter", async () => {
  const id = await waitingCase();
  const page = await chromium.open();
  await page.go(demo.link(customer, `/s/${demo.shop}/cases/${id}`));
  assert.equal(await page.run(`find("count-down").getAttribute("role")`), "timer");
  assert.equal(await page.run(`find("count-down").closest("[aria-live], [role=status], [role=alert]")`), null);
});

const readers = [
  { language: "zh-CN" }, { language: "zh-TW", dark: true }, { language: "en", width: 1280, height: 900 },
];
for (const reader of readers) {
  story(`every page is in order: ${JSON.stringify(reader)}`, async () => {
    const page = await chromium.open(reader);
    const shop = `/s/${demo.shop}`;
    const found = [];
    const look = async (url) => {
      await page.go(url);
      await page.run(`document.querySelectorAll("details").forEach((part) => { part.open = true; })`);
      found.push(...(await faults(page)).map((fault) => `${new URL(url).pathname} ${fault}`));
      page.complaints = [];
    };
    for (const path of ["/policy", "/sign-in", `/sign-in?order=${order}&again=yes`]) await look(demo.root + shop + path);
    await page.go(demo.link(customer));
    for (const path of ["/orders", `/orders/${order}`, "/orders/70311012-0755-4018", "/orders/70311012-0755-4018/apply", "/complaints/new"]) {
      await look(demo.root + shop + path);
    }
    const seen = new Set();
    for (const { id, state, customerId } of (await demo.api("cases?limit=50")).items) {
      if (seen.has(state)) continue;
      seen.add(state);
      // The page before ends with its stream before somebody else signs in.
      await page.go(`${demo.root}${shop}/policy`);
      await page.go(demo.link(customerId));
      await look(`${demo.root}${shop}/cases/${id}`);
    }
    await look(`${demo.root}${shop}/orders/none`);
    assert.deepEqual(found.filter((fault) => !fault.includes("status of 404")), []);
  });
}

/** A case that waits for the shop. */
async function waitingCase() {
  const orders = (await demo.api(`orders?customerId=${customer}`)).items;
  const fresh = orders.find(({ id, status, cases }) => status === "delivered" && cases.length === 0 && id !== order);
  const [line] = fresh.lines;
  const { id, state } = await demo.api("cases", { orderId: fresh.id, kind: "refundOnly", reason: "notReceived", lines: [{ lineId: line.id, quantity: 1 }] });
  assert.equal(state, "reviewing");
  return id;
}
