// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";

const CHILD = fileURLToPath(new URL("../testing/roleChild.ts", import.meta.url));

type Ended = { code: number | null; out: string; err: string };

/** Starts the child, hands it to `onStarted` once it runs, and tells how it ended. */
async function run(behaviour: string, onStarted?: (child: ChildProcess) => void, env = {}): Promise<Ended> {
  const child = spawn(process.execPath, [CHILD, behaviour], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...env },
  });
  const ended = { out: "", err: "" };
  child.stdout?.on("data", (text) => {
    if (ended.out === "") onStarted?.(child);
    ended.out += text;
  });
  child.stderr?.on("data", (text) => {
    ended.err += text;
  });
  const [[code]] = await Promise.all([once(child, "exit"), finished(child.stdout!), finished(child.stderr!)]);
  return { ...ended, code };
}

describe.concurrent("a role", () => {
  test("that cannot start for a reason a person can mend exits with 1 and says it without a stack", async () => {
    assert.deepEqual(await run("user error"), {
      code: 1,
      out: "",
      err: "child: The file is gone. Make it again.\n",
    });
  });

  test("that may succeed later exits with 75", async () => {
    assert.equal((await run("try again")).code, 75);
  });

  test("shows the stack at debug level", async () => {
    const { err } = await run("user error", undefined, { TRIBUTARY_LOG_LEVEL: "debug" });
    assert.match(err, /roleChild\.ts:\d+/);
  });

  test("dies of a rejection that nobody handled", async () => {
    const { code, err } = await run("unhandled");
    assert.equal(code, 1);
    assert.match(err, /child: nobody caught me/);
  });

  test("that does not stop in time exits with 1", async () => {
    const { code, err } = await run("never stops", (child) => child.kill("SIGTERM"));
    assert.equal(code, 1);
    assert.match(err, /did not stop within 300 ms/);
  });

  test("stops once on SIGTERM, and exits with 0", async () => {
    assert.deepEqual(await run("good", (child) => child.kill("SIGTERM")), {
      code: 0,
      out: "started\nstopping\n",
      err: "",
    });
  });

  test("that can work no more stops, and exits with 1 and the reason", async () => {
    assert.deepEqual(await run("breaks"), {
      code: 1,
      out: "started\nstopping\n",
      err: "child: The disk is gone. Bring it.\n",
    });
  });

  test("told to stop while it starts, it cuts off what it waits for, and exits with 0", async () => {
    const { code, err } = await run("hangs at the start", (child) => child.kill("SIGTERM"));
    assert.deepEqual([code, err], [0, ""]);
  });

  test("exits at once on a second signal", async () => {
    const { code, err } = await run("never stops", (child) => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGINT"), 50);
    });
    assert.equal(code, 1);
    assert.equal(err, "");
  });

  test("tells its parent where it serves", async () => {
    let message: unknown;
    const { code } = await run("serve", (child) => {
      child.once("message", (said) => {
        message = said;
        child.kill("SIGTERM");
      });
    });
    assert.equal(code, 0);
    assert.match(JSON.stringify(message), /^\{"type":"ready","url":"http:\/\/127\.0\.0\.1:[1-9]\d*"\}$/);
  });

  test("stops when its parent dies", async () => {
    assert.equal((await run("good", (child) => child.disconnect())).code, 0);
  });
});
