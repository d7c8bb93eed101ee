// The chat on another site, in a real browser against a demo shop.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before } from "node:test";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { faults } from "./Support/checks.mjs";
import { chromium, customer, demo, story } from "./Support/stories.mjs";

let site;
const attributes = (named) => Object.entries(named).map(([name, value]) => ` data-${name}="${value}"`).join("");

// A site of its own origin, with styles that would spoil the chat if they came in.
before(async () => {
  site = createServer((request, response) => {
    const url = new URL(request.url, "http://site");
    const named = url.searchParams.get("customer") ? demo.naming(url.searchParams.get("customer")) : {};
    const tag = `<script type="module" src="${demo.root}/chat/chat.js"${attributes({ shop: demo.shop, ...named })}></script>`;
    response.setHeader("Content-Type", url.pathname === "/" ? "text/html; charset=utf-8" : "text/plain");
    response.end(`<!doctype html><html lang="${url.searchParams.get("language") ?? "zh-CN"}"><title>茶具店</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>* { color: red; font-size: 40px !important } button { display: none }</style><main><h1>茶具店</h1></main>${tag}`);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
});

after(() => site?.close());

async function visit(query = {}, options = {}) {
  const page = await chromium.open(options);
  await page.go(`http://127.0.0.1:${site.address().port}/?${new URLSearchParams(query)}`);
  await page.until(`document.querySelector("huitou-chat")`);
  return page;
}

const inside = `var chat = document.querySelector("huitou-chat").shadowRoot; var texts = () => [...chat.querySelectorAll("li:not(.note) .bubble")].map((part) => part.innerText); var pending = () => [...chat.querySelectorAll("li .head:last-child")].length;`;

const open = (page) => page.run(`${inside} chat.querySelector(".launch").click()`);
const write = (page, words) => page.run(`${inside} chat.querySelector("#words").value = ${JSON.stringify(words)}; chat.querySelector(".send").click()`);
const texts = (page) => page.run(`${inside} texts()`);
const shows = (page, words) => page.until(`(() => { ${inside} return texts().includes(${JSON.stringify(words)}); })()`, 20_000);
const settled = (page) => page.until(`(() => { ${inside} return chat.querySelectorAll(".own").length > 0 && pending() === 0; })()`, 40_000);

const newest = async () => (await demo.api("conversations?order=newest&limit=1")).items[0].id;
const answer = async (text) => demo.api(`conversations/${await newest()}/messages`, { kind: "text", text });
const stored = async () => (await demo.api(`conversations/${await newest()}/messages?limit=100`)).items.filter(({ kind }) => kind === "text").map(({ text }) => text);

test("the script is smaller than 40 KB, all of it", () => {
  const folder = new URL("../../Sources/App/Resources/Public/chat/", import.meta.url);
  const sizes = readdirSync(folder).map((name) => readFileSync(new URL(name, folder)).length);
  assert.ok(sizes.reduce((sum, size) => sum + size) < 40 * 1_024, String(sizes));
});

story("a visitor asks on another site, is answered live, and finds everything again", async () => {
  const page = await visit();
  await open(page);
  await write(page, "有现货吗 <b>急</b>");
  await settled(page);
  await answer("有的");
  await shows(page, "有的");
  assert.deepEqual(await texts(page), ["有现货吗 <b>急</b>", "有的"]);
  const look = await page.run(`${inside} (({ fontSize, color }) => [fontSize, color])(getComputedStyle(chat.querySelector(".bubble")))`);
  assert.deepEqual(look, ["15px", "rgb(36, 30, 26)"], "what the site sets does not come in");
  await page.picture("chat-desktop");
  await page.leave("location.reload()");
  await page.until(`document.querySelector("huitou-chat")`);
  await shows(page, "有的");
  assert.deepEqual(await texts(page), ["有现货吗 <b>急</b>", "有的"]);
  assert.deepEqual(page.complaints, []);
});

story("what is written without a network is sent once it is back, and is there once", async () => {
  const page = await visit();
  await open(page);
  await write(page, "一");
  await settled(page);
  await page.network(false);
  await write(page, "二");
  await write(page, "三");
  await page.until(`(() => { ${inside} return /没有网络/.test(chat.querySelector(".says").innerText); })()`, 20_000);
  await answer("您好");
  await page.network(true);
  await shows(page, "您好");
  await settled(page);
  assert.deepEqual((await stored()).sort(), ["一", "三", "二", "您好"].sort());
  assert.deepEqual(await texts(page), await stored());
});

story("nothing is lost or doubled when the server is killed and starts again, and the page is loaded anew", async () => {
  const page = await visit();
  await open(page);
  const wrote = [];
  for (let index = 0; index < 6; index += 1) {
    await write(page, wrote[wrote.push(`第 ${index} 句`) - 1]);
    if (index === 2) await demo.killAndStart();
    if (index === 3) {
      await page.leave("location.reload()");
      await page.until(`document.querySelector("huitou-chat")`);
    }
  }
  await settled(page);
  await page.until(`(() => { ${inside} return texts().length === ${wrote.length}; })()`, 30_000);
  assert.deepEqual(await texts(page), wrote);
  assert.deepEqual(await stored(), wrote);
});

story("whom the site names has one thread here and on their page, also of what they wrote before", async () => {
  const page = await visit();
  await open(page);
  await write(page, "壶裂了");
  await settled(page);
  await page.go(`http://127.0.0.1:${site.address().port}/?customer=${customer}`);
  await page.until(`document.querySelector("huitou-chat")`);
  await shows(page, "壶裂了");
  await page.go(demo.link(customer, `/s/${demo.shop}/messages`));
  assert.match(await page.run("document.body.innerText"), /壶裂了/);
  const id = (await demo.api(`conversations?customerId=${customer}&state=open`)).items[0].id;
  await demo.api(`conversations/${id}/closure`, {});
  await page.go(`http://127.0.0.1:${site.address().port}/?customer=${customer}`);
  await page.until(`document.querySelector("huitou-chat")?.shadowRoot.querySelector("form:not([hidden]) fieldset")`);
  await page.run(`${inside} chat.querySelector("input[value='5']").checked = true; chat.querySelector(".quiet").click()`);
  await page.until(`(() => { ${inside} return /谢谢/.test(chat.querySelector(".says").innerText); })()`);
  assert.equal((await demo.api(`conversations/${id}`)).rating.stars, 5);
});

story("the chat is opened, written in and closed by keyboard alone", async () => {
  const page = await visit();
  const at = () => page.run(`${inside} chat.activeElement?.className || chat.activeElement?.id || ""`);
  for (let step = 0; step < 5 && (await at()) !== "launch"; step += 1) await page.key("Tab");
  assert.equal(await at(), "launch");
  await page.run(`${inside} chat.activeElement.click()`); // what Enter does on a button
  assert.equal(await at(), "words");
  await page.type("你好");
  await page.key("Enter");
  await shows(page, "你好");
  await page.key("Escape");
  assert.equal(await at(), "launch");
});

const readers = [["zh-CN", {}], ["zh-TW", { dark: true, width: 1280, height: 900 }], ["en", { width: 1024, height: 768 }], ["en", { dark: true, width: 320, height: 640 }]];
for (const [language, options] of readers) {
  story(`the chat is in order for a reader: ${language} ${JSON.stringify(options)}`, async () => {
    const page = await visit({ language }, { ...options, language });
    await page.picture(`chat-${language}-${options.width ?? 390}-closed`);
    await open(page);
    await write(page, "https://example.com/" + "长".repeat(60));
    await settled(page);
    await answer("好的");
    await shows(page, "好的");
    assert.deepEqual(await faults(page, `document.querySelector("huitou-chat").shadowRoot`), []);
    await page.picture(`chat-${language}-${options.width ?? 390}`);
  });
}

story("outside of the hours the chat says when it opens, and takes how to be reached", async () => {
  const owner = demo.person("supervisor");
  const page = await chromium.open({ width: 1280, height: 900 });
  const desk = (path) => `${demo.root}/desk/${demo.shop}${path}`;
  await page.go(desk("/sign-in"));
  await page.run(`fill("[name='signIn.email']", ${JSON.stringify(owner.email)}); fill("[name='signIn.password']", ${JSON.stringify(owner.password)})`);
  await page.press("form[action$='/sign-in'] button");
  const set = async (days) => {
    await page.go(desk("/opening-hours"));
    await page.run(`find("[name='hours.week']").value = "* 1-7 9-21"; find("[name='hours.days']").value = ${JSON.stringify(days)}`);
    await page.press("form[action$='/opening-hours'] button");
  };
  // Today and tomorrow nobody is there, whatever the time is when this runs.
  const dates = [0, 1, 2].map((days) => new Date(Date.now() + (days - 0.5) * 86_400_000).toISOString().slice(0, 10));
  await set(dates.map((date) => `* ${date}`).join("\n"));
  assert.deepEqual(await faults(page), []);
  await page.picture("opening-hours");
  const visitor = await visit({}, { width: 390, height: 844 });
  await open(visitor);
  await write(visitor, "有人吗");
  await settled(visitor);
  await visitor.until(`(() => { ${inside} return chat.querySelector("#contact")?.checkVisibility(); })()`, 20_000);
  assert.match(await visitor.run(`${inside} chat.querySelector(".panel").innerText`), /现在不是服务时间，.* 起回复您/);
  assert.deepEqual(await faults(visitor, "document.querySelector('huitou-chat').shadowRoot"), []);
  await visitor.picture("chat-closed");
  await visitor.run(`${inside} chat.querySelector("#contact").value = "13900001111"; chat.querySelector("#contact").form.requestSubmit()`);
  await visitor.until(`(() => { ${inside} return texts().some((text) => text.includes("13900001111")) && !chat.querySelector("#contact").checkVisibility(); })()`, 20_000);
  await page.go(desk("/opening-hours"));
  await page.run(`find("[name='hours.week']").value = ""; find("[name='hours.days']").value = ""`);
  await page.press("form[action$='/opening-hours'] button");
  assert.deepEqual(page.complaints, []);
});
