// The demo shop as tests use it: the built program on a free port, with its own data.
import { spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const shop = "yanyu";

/** Starts `huitou demo` as it was built and waits until the shop is open. */
export async function startDemo() {
  const program = fileURLToPath(new URL("../../../.build/debug/huitou", import.meta.url));
  if (!existsSync(program)) throw new Error(`${program} is not built; bin/test builds it`);
  const data = await mkdtemp(join(tmpdir(), "huitou-demo-"));
  const child = spawn(program, ["demo", "--port", "0", "--data", data], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const root = await opened(child);
  let links = 0;
  const access = JSON.parse(await readFile(join(data, "demo-access.json"), "utf8"));
  return {
    root,
    shop,
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
      child.kill("SIGTERM");
      await gone;
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function opened(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`the demo did not open: ${said}`)), 60_000);
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
