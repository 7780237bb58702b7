// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, test, vi } from "vitest";
import { Screen } from "./screen.ts";

/** A terminal, or a pipe, that remembers. */
function output(options: { isTTY?: boolean; columns?: number }) {
  let said = "";
  const out = Object.assign(new PassThrough(), options) as unknown as NodeJS.WriteStream;
  out.on("data", (part) => {
    said += part;
  });
  return {
    out,
    said: () => said,
    forget() {
      said = "";
    },
  };
}

beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] }));
afterEach(() => vi.useRealTimers());
/** What a terminal is told to go up `lines`, and to clear what is below. */
const up = (lines: number) => `\x1b[${lines}A\x1b[0J`;

describe("without a terminal", () => {
  test("a step is one line, when it is done", async () => {
    const { out, said } = output({});
    const screen = new Screen(out);
    screen.live(["never shown"]);
    const result = await screen.during(
      "baking",
      async () => {
        vi.advanceTimersByTime(1_500);
        return 7;
      },
      (loaves) => `${loaves} loaves`,
    );
    screen.close();
    assert.equal(result, 7);
    assert.equal(said(), "  1.5 s ✓ 7 loaves (1.5 s)\n");
  });

  test("a long step says every ten seconds what it is at", async () => {
    const { out, said } = output({});
    const screen = new Screen(out);
    await screen.during("baking", async () => {
      vi.advanceTimersByTime(10_200);
      screen.progress("baking: loaf 3 of 7");
      vi.advanceTimersByTime(10_200);
    });
    screen.close();
    assert.deepEqual(
      said()
        .split("\n")
        .slice(0, 2)
        .map((line) => line.replace(/\d+\.\d s/g, "# s")),
      [" # s … baking (# s so far)", " # s … baking: loaf 3 of 7 (# s so far)"],
    );
  });

  test("a step that fails says nothing, and the next one speaks for itself", async () => {
    const { out, said } = output({});
    const screen = new Screen(out);
    const failing = screen.during("baking", async () => {
      throw new Error("burnt");
    });
    await assert.rejects(failing, /burnt/);
    screen.progress("ignored");
    vi.advanceTimersByTime(60_000);
    screen.say("done");
    screen.close();
    assert.equal(said(), "done\n");
  });
});

describe("on a terminal", () => {
  test("the live part is drawn over, and lines that stay go above it", () => {
    const { out, said } = output({ isTTY: true, columns: 80 });
    const screen = new Screen(out);
    screen.live(["a", "b"]);
    screen.live(["c"]);
    screen.say("stays");
    screen.close();
    assert.equal(said(), `a\nb\n${up(2)}c\n${up(1)}stays\nc\n${up(1)}`);
  });

  test("a step shows its progress with a clock, below the board", async () => {
    const { out, said, forget } = output({ isTTY: true, columns: 80 });
    const screen = new Screen(out);
    screen.live(["board"]);
    await screen.during("baking", async () => {
      forget();
      screen.progress("loaf 3");
      vi.advanceTimersByTime(120);
      assert.ok(said().startsWith(`${up(1)}board\n`));
      assert.match(said(), /\n\S loaf 3 0\.1 s\n$/);
      forget();
    });
    screen.close();
    assert.match(said(), /✓ baking \(0\.1 s\)\nboard\n/);
    forget();
    vi.advanceTimersByTime(5_000);
    assert.equal(said(), "", "a closed screen is still");
  });

  for (const [columns, width] of [
    [20, 19],
    [0, 79],
  ] as const) {
    test(`no live line wraps on ${columns} columns`, () => {
      const { out, said } = output({ isTTY: true, columns });
      new Screen(out).live(["x".repeat(200)]);
      assert.equal(said(), `${"x".repeat(width)}\n`);
    });
  }
});
