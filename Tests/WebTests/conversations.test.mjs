// A customer and the people of the shop at one thread, each in a real browser against a demo shop.
import assert from "node:assert/strict";
import { faults } from "./Support/checks.mjs";
import { chromium, customer, demo, order, story } from "./Support/stories.mjs";

const desk = (path = "") => `${demo.root}/desk/${demo.shop}${path}`;
const wide = { width: 1280, height: 900 };
const field = "#field-reply-text";

async function signIn(role, options = wide) {
  const page = await chromium.open(options);
  const { email, password } = demo.person(role);
  await page.go(desk("/sign-in"));
  await page.run(`fill("[name='signIn.email']", ${JSON.stringify(email)}); fill("[name='signIn.password']", ${JSON.stringify(password)})`);
  await page.press("form[action$='/sign-in'] button");
  return page;
}

/** A conversation with one of the demo's customers in which they have written. */
async function asked(text, who = customer) {
  const { id } = await demo.api("conversations", { customerId: who, channel: "page" });
  await demo.api(`conversations/${id}/messages`, { kind: "text", text, by: "customer" });
  return { id, place: desk(`/conversations/${id}`) };
}

const type = async (page, text) => {
  await page.run(`find("${field}").focus()`);
  await page.type(text);
};
const shows = (page, text) => page.until(`document.body.innerText.includes(${JSON.stringify(text)})`, 20_000);
const texts = async (id) => (await demo.api(`conversations/${id}/messages?limit=100`)).items.filter(({ kind }) => kind === "text").map(({ text }) => text);

story("two agents at one thread see each other, share the draft and do not answer twice", async () => {
  const { id, place } = await asked("壶裂了，怎么办");
  const [lin, zhou] = [await signIn("agent"), await signIn("supervisor")];
  await lin.go(place);
  await zhou.go(place);
  await shows(zhou, "也在看这个会话");
  await type(lin, "马上为您");
  await shows(zhou, "正在写回复");
  await lin.until(`find("reply-draft [role=status]").innerText === "草稿已保存"`, 20_000);
  await zhou.go(place);
  await shows(zhou, "马上为您");
  await lin.leave("location.reload()");
  assert.equal(await lin.run(`find("${field}").value`), "马上为您", "a draft survives a reload");
  await lin.picture("conversation-draft");
  await type(zhou, "我来补一只");
  await lin.press("#reply button.button-primary");
  assert.equal(await lin.run(`find("${field}").value`), "", "what was sent is no draft");
  await zhou.press("#reply button.button-primary");
  await shows(zhou, "同事刚刚已经回复");
  assert.ok((await texts(id)).includes("马上为您"));
  assert.ok(!(await texts(id)).includes("我来补一只"), "the second answer was held back");
  assert.equal(await zhou.run(`find("${field}").value`), "我来补一只", "and is not lost");
  await zhou.picture("conversation-held-back");
});

story("a quick reply is found while somebody types, filled in and sent by keyboard", async () => {
  await demo.api("quick-replies", { title: "催发货", text: "您的订单 {order} 今天发出。" });
  const { id, place } = await asked("什么时候发货", "C-2002");
  const page = await signIn("agent");
  await page.go(place);
  await page.run(`find("#quick").open = true; find("#quick input").focus()`);
  await page.type("催");
  await page.until(`document.querySelectorAll("#quick a[data-id]").length === 1`);
  await page.key("Enter");
  assert.match(await page.run(`find("${field}").value`), /^您的订单 [\d-]+ 今天发出。$/);
  assert.deepEqual(await faults(page), []);
  await page.picture("conversation-quick-reply");
  await page.press("#reply button.button-primary");
  await shows(page, "今天发出");
  assert.match((await texts(id)).at(-1), /今天发出/);
  assert.deepEqual(page.complaints, []);
});

story("a customer asks, is answered, and sees how the case stands that was opened for them; both reload", async () => {
  const mei = await chromium.open();
  await mei.go(demo.link(customer, `/s/${demo.shop}/messages`));
  await mei.run(`fill("[name=text]", "收到的茶叶受潮了")`);
  await mei.press("form[action$='/messages'] button");
  await shows(mei, "收到的茶叶受潮了");
  const { id } = (await demo.api(`conversations?customerId=${customer}&state=open`)).items[0];
  const page = await signIn("supervisor");
  await page.go(desk(`/conversations/${id}`));
  await type(page, "这就为您处理");
  await page.press("#reply button.button-primary");
  await shows(mei, "这就为您处理");
  const [line] = (await demo.api(`orders/${order}`)).lines;
  const opened = await demo.api("cases", { orderId: order, kind: "refundOnly", reason: "defective", lines: [{ lineId: line.id, quantity: 1 }], note: "受潮" });
  await demo.api(`conversations/${id}/messages`, { kind: "caseCard", caseId: opened.id });
  await mei.until(`document.querySelector("a[href*='/cases/${opened.id}']")`, 20_000);
  for (const reader of [mei, page]) {
    await reader.leave("location.reload()");
    await shows(reader, "这就为您处理");
    await reader.until(`document.querySelector("a[href*='/cases/${opened.id}']")`);
  }
  await mei.picture("conversation-customer-phone");
});

story("a case is opened and approved beside the thread by keyboard, and the customer sees it live", async () => {
  const who = "C-2006";
  const mei = await chromium.open();
  await mei.go(demo.link(who, `/s/${demo.shop}/messages`));
  await mei.run(`fill("[name=text]", "收到的东西坏了")`);
  await mei.press("form[action$='/messages'] button");
  const { id } = (await demo.api(`conversations?customerId=${who}&state=open`)).items[0];
  const page = await signIn("supervisor");
  const place = desk(`/conversations/${id}`);
  await page.go(place);
  await page.picture("conversation-beside-empty");
  await type(page, "我看看");
  await page.until(`find("reply-draft [role=status]").innerText === "草稿已保存"`, 20_000);
  const orderID = (await demo.api(`orders?customerId=${who}`)).items.find(({ status }) => status === "delivered").id;
  await page.run(`document.activeElement.blur(); find("#open-case").open = true`);
  await page.press(`#open-case a[href*="apply=${orderID}"]`);
  await page.run(`document.querySelector("#apply [name^='units.']").value = "1"`);
  if (!(await page.run(`document.querySelector("#wish") !== null`))) await page.press("#apply form[action*='/apply/draft'] .actions button");
  const wish = await page.run(`[...find("#wish").options].map(({ value }) => value).find((value) => value.startsWith("defective/refundOnly"))`);
  assert.ok(wish, "the policy knows goods that are broken");
  await page.run(`find("#wish").value = ${JSON.stringify(wish)}`);
  await page.press("#apply form[action*='/apply/draft'] .actions button");
  assert.deepEqual(await faults(page), []);
  await page.picture("conversation-application");
  await page.press("#preview form button");
  assert.match(await page.run("location.href"), new RegExp(`/conversations/${id}\\?case=`));
  assert.equal(await page.run(`find("${field}").value`), "我看看", "what was begun to be answered stays");
  const opened = await page.run(`new URL(location.href).searchParams.get("case")`);
  await mei.until(`document.querySelector("a[href*='/cases/${opened}']")`, 20_000);
  const state = () => demo.api(`cases/${opened}`).then(({ state }) => state);
  const shown = `document.querySelector("a[href*='/cases/${opened}']").parentElement.innerText`;
  const before = await mei.run(shown);
  assert.deepEqual(await faults(page), []);
  await page.picture("conversation-case");
  await page.until(`document.querySelector("#cases form[action*='/approval']")`, 20_000);
  await page.run("document.activeElement.blur()");
  await page.key("b");
  assert.ok(await page.run(`document.activeElement.closest("#cases") !== null`), "B goes to the cases");
  await page.key("a");
  await page.picture("conversation-approving");
  await page.leave(`press("#cases form[action*='/approval'] button")`);
  await page.until(`!document.querySelector("#cases form[action*='/approval']")`, 20_000);
  assert.ok(!["reviewing", "awaitingEvidence"].includes(await state()));
  await mei.until(`${shown} !== ${JSON.stringify(before)}`, 20_000);
  for (const reader of [mei, page]) {
    await reader.leave("location.reload()");
    await reader.until(`document.querySelector("a[href*='/cases/${opened}']")`);
  }
  await mei.picture("conversation-case-customer");
  await page.picture("conversation-case-approved");
  assert.deepEqual(page.complaints, []);
});

story("a colleague is asked from a thread, and the answer comes beside it by itself", async () => {
  const { id, place } = await asked("这批壶还有吗", "C-2003");
  const [lin, zhou] = [await signIn("agent"), await signIn("supervisor")];
  await zhou.go(desk("/tasks"));
  await zhou.picture("tasks-empty");
  await lin.go(place);
  await lin.run("document.activeElement.blur()");
  await lin.key("a");
  assert.ok(await lin.run(`find("#ask").open`), "A opens the form");
  const whom = await lin.run(`[...find("[name='ask.whom']").options].find(({ text }) => text.includes("主管")).value`);
  await lin.run(`find("[name='ask.whom']").value = ${JSON.stringify(whom)}; fill("[name='ask.text']", "还有几只")`);
  assert.deepEqual(await faults(lin), []);
  await lin.picture("conversation-ask");
  await lin.press("#ask form button");
  await shows(zhou, "还有几只");
  await zhou.run(`document.querySelector(".task details").open = true; fill(".task textarea", "12 只")`);
  assert.deepEqual(await faults(zhou), []);
  await zhou.picture("tasks");
  await zhou.press(".task form[action*='/answer'] button");
  await shows(lin, "→ 12 只");
  await lin.picture("conversation-answered-task");
  assert.ok(!(await texts(id)).some((text) => text.includes("12 只")), "the customer reads nothing of it");
  assert.deepEqual([...lin.complaints, ...zhou.complaints], []);
});

story("what was said is found by two characters, and leads to the message", async () => {
  await asked("紫砂壶漏水", "C-2003");
  const page = await signIn("agent");
  await page.go(desk("/conversations/search"));
  await page.run(`fill("main [name=q]", "砂壶")`);
  await page.press("main form[action$='/conversations/search'] button");
  assert.match(await page.run("document.body.innerText"), /紫砂壶漏水/);
  assert.deepEqual(await faults(page), []);
  await page.picture("conversation-search");
  await page.press("main li a");
  assert.match(await page.run("document.querySelector(':target').innerText"), /紫砂壶漏水/);
});

const readers = [{ language: "zh-CN" }, { language: "zh-TW", dark: true, ...wide }, { language: "en", width: 1024, height: 768 }];
for (const reader of readers) {
  story(`the pages of conversations are in order: ${JSON.stringify(reader)}`, async () => {
    const { place } = await asked("可以开发票吗", "C-2003");
    const page = await signIn("supervisor", reader);
    for (const path of [place, desk("/conversations?view=open"), desk("/replies"), desk("/conversations/search"), desk("/tasks?view=all")]) {
      await page.go(path);
      assert.deepEqual(await faults(page), [], path);
    }
  });
}
