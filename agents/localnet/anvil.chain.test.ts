// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "vitest";
import { startAnvil } from "./anvil.ts";
import { foundryBinary } from "./foundry.ts";
import { isAlive } from "./isAlive.ts";
import { waitFor } from "./waitFor.ts";

const gone = (pid: number) => waitFor(`the end of process ${pid}`, async () => !isAlive(pid));

test("anvil ends when its parent is killed, and not before", async () => {
  const module = new URL("anvil.ts", import.meta.url).href;
  const program = `const { startAnvil } = await import("${module}"); console.log((await startAnvil()).process.pid);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), "line");
  const pid = Number(line);
  assert.ok(isAlive(pid));
  parent.kill("SIGKILL");
  await gone(pid);
});

test("anvil can be stopped twice, and does not mind a death of its own", async () => {
  const anvil = await startAnvil();
  const pid = anvil.process.pid!;
  process.kill(pid, "SIGKILL");
  await gone(pid);
  await anvil.stop();
  await anvil.stop();
});

test("forge's own exit code is told", () => {
  assert.equal(spawnSync(foundryBinary("forge"), ["fmt", "--check", "nowhere.sol"]).status, 1);
});
