// The demo shop as tests use it: the built program on a free port, with its own data.
import { spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const shop = "yanyu";
const patience = 240_000; // on a machine that does much else

/** Starts `huitou demo` as it was built and waits until the shop is open. */
export async function startDemo() {
  const program = fileURLToPath(new URL("../../../.build/debug/huitou", import.meta.url));
  if (!existsSync(program)) throw new Error(`${program} is not built; bin/test builds it`);
  const data = await mkdtemp(join(tmpdir(), "huitou-demo-"));
  let [child, root] = await start(program, data, 0);
  let links = 0;
  const access = JSON.parse(await readFile(join(data, "demo-access.json"), "utf8"));
  return {
    root,
    shop,
    /** What the shop's own site writes into its pages to name a customer to the chat. */
    naming(customer) {
      const expires = Math.floor(Date.now() / 1000) + 3600;
      const signature = createHmac("sha256", access.linkSecret).update(`chat\n${shop}\n${customer}\n${expires}`).digest("hex");
      return { customer, expires, signature };
    },
    /** Kills the program in the middle of whatever it does, and starts it again at the same place. */
    async killAndStart() {
      await ended(child, "SIGKILL");
      [child] = await start(program, data, new URL(root).port);
    },
    person: (role) => access.people.find((person) => person.role === role),
    /** The address that lets a customer in, as the shop's own site would make it. */
    link(customer, to = `/s/${shop}/orders`) {
      const expires = Math.floor(Date.now() / 1000) + 300 + ++links; // each link is another one, since it works once
      const signature = createHmac("sha256", access.linkSecret).update(`${shop}\n${customer}\n${expires}`).digest("hex");
      return `${root}/s/${shop}/enter?customer=${customer}&expires=${expires}&signature=${signature}&to=${encodeURIComponent(to)}`;
    },
    async api(path, body) {
      const answer = await fetch(`${root}/v1/shops/${shop}/${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { Authorization: `Bearer ${access.apiKey}`, "Content-Type": "application/json", "Idempotency-Key": randomBytes(12).toString("hex") },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return JSON.parse(text);
    },
    async stop() {
      await ended(child, "SIGTERM");
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function start(program, data, port) {
  const child = spawn(program, ["demo", "--port", String(port), "--data", data], { stdio: ["ignore", "pipe", "inherit"] });
  return [child, await opened(child)];
}

async function ended(child, signal) {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

function opened(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => {
      child.kill();
      reject(new Error(`the demo did not open: ${said}`));
    }, patience);
    child.once("exit", (code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
    child.stdout.on("data", (bytes) => {
      said += bytes;
      const root = said.match(/Customer page +(http:\/\/[^/]+)\//)?.[1];
      if (!root || !said.includes("Open a case")) return;
      clearTimeout(timer);
      resolve(root);
    });
  });
}
