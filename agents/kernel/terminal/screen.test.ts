// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, test, vi } from "vitest";
import { Screen } from "./screen.ts";
import { emulator } from "./testing/emulator.ts";

/** A terminal, or a pipe, that remembers. */
function output(options: { isTTY?: boolean; columns?: number; rows?: number }) {
  let said = "";
  const { getColorDepth } = WriteStream.prototype;
  const out = Object.assign(new PassThrough(), {
    ...options,
    getColorDepth,
  }) as unknown as NodeJS.WriteStream;
  out.on("data", (part) => {
    said += part;
  });
  return {
    out,
    said: () => said,
    /** What stands on the terminal. */
    shown: () => emulator(said, options),
    forget() {
      said = "";
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("TERM", "xterm-256color");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

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

  test("lines are as long as they are, and hold neither colour nor cursor movement", async () => {
    const { out, said } = output({ columns: 20 });
    const screen = new Screen(out);
    const long = "loaf ".repeat(40).trim();
    screen.say(long);
    screen.note(long);
    screen.heading("Bread");
    screen.table([
      ["baker", "what it baked"],
      ["Ada", long],
    ]);
    screen.success("All loaves are right.");
    screen.close();
    assert.equal(said(), stripVTControlCharacters(said()));
    assert.deepEqual(said().split("\n"), [
      long,
      `  0.0 s ! ${long}`,
      "",
      "Bread",
      "  baker  what it baked",
      `  Ada    ${long}`,
      "",
      "All loaves are right.",
      "",
    ]);
  });
});

describe("on a terminal", () => {
  test("the live part is drawn over, and lines that stay go above it", async () => {
    const { out, shown } = output({ isTTY: true, columns: 80 });
    const screen = new Screen(out);
    screen.live(["a", "b"]);
    assert.deepEqual(await shown(), ["a", "b"]);
    screen.live(["c"]);
    assert.deepEqual(await shown(), ["c"]);
    screen.say("stays");
    assert.deepEqual(await shown(), ["stays", "c"]);
    screen.close();
    assert.deepEqual(await shown(), ["stays"]);
  });

  test("a step shows its progress with a clock, below the board", async () => {
    const { out, said, shown, forget } = output({ isTTY: true, columns: 80 });
    const screen = new Screen(out);
    screen.live(["board"]);
    await screen.during("baking", async () => {
      screen.progress("loaf 3");
      vi.advanceTimersByTime(120);
      const [board, step] = await shown();
      assert.equal(board, "board");
      assert.match(step!, /^\S loaf 3 0\.1 s$/);
    });
    const [done, board] = await shown();
    assert.match(done!, /✓ baking \(0\.1 s\)$/);
    assert.equal(board, "board");
    screen.close();
    assert.deepEqual(await shown(), [done]);
    forget();
    vi.advanceTimersByTime(5_000);
    assert.equal(said(), "", "a closed screen is still");
  });

  for (const [columns, width] of [
    [40, 40],
    [20, 20],
    [0, 80],
  ] as const) {
    test(`a live part that is wider than ${width} columns leaves nothing behind on ${columns}`, async () => {
      const { out, shown } = output({ isTTY: true, columns });
      const screen = new Screen(out);
      screen.say("stays");
      screen.live(["x".repeat(200), "東".repeat(50), "loaf ".repeat(50)]);
      const wrapped = await shown();
      assert.ok(wrapped.length > 4);
      assert.equal(wrapped[1], "x".repeat(width));
      screen.live(["short"]);
      assert.deepEqual(await shown(), ["stays", "short"]);
      screen.close();
      assert.deepEqual(await shown(), ["stays"]);
    });
  }

  test("a live part that is higher than the terminal leaves nothing behind either", async () => {
    const { out, shown } = output({ isTTY: true, columns: 40, rows: 6 });
    const screen = new Screen(out);
    for (let round = 0; round < 3; round++)
      screen.live(Array.from({ length: 20 }, (_, i) => `agent ${i}, ${round}`));
    screen.close();
    assert.deepEqual(await shown(), []);
  });

  test("a step below a board at the bottom of the terminal leaves every line that stays", async () => {
    const { out, shown } = output({ isTTY: true, columns: 40, rows: 8 });
    const screen = new Screen(out);
    const stays = ["1", "2", "3", "4", "5", "6"];
    for (const line of stays) screen.say(line);
    screen.live(["", "board", ""]);
    await screen.during("baking", async () => {
      vi.advanceTimersByTime(600);
      screen.note("the oven is hot");
      vi.advanceTimersByTime(600);
    });
    screen.close();
    const lines = await shown();
    assert.deepEqual(lines.slice(0, 6), stays);
    assert.match(lines.slice(6).join("\n"), /^ +0\.6 s ! the oven is hot\n +1\.2 s ✓ baking \(1\.2 s\)$/);
  });

  test("a long line wraps at words, below where it begins", async () => {
    const { out, shown } = output({ isTTY: true, columns: 40 });
    const screen = new Screen(out);
    await screen.during(
      "baking",
      async () => {},
      () => "5 bakers baked 24 loaves, each of them weighed",
    );
    screen.note("the oven that burnt has lost its bond");
    screen.close();
    assert.deepEqual(await shown(), [
      "  0.0 s ✓ 5 bakers baked 24 loaves, each",
      "          of them weighed (0.0 s)",
      "  0.0 s ! the oven that burnt has lost",
      "          its bond",
    ]);
  });

  test("a stranger's text steers nothing, wherever it is shown", async () => {
    const rude = "\x1b[2J\x1b]52;c;aGk=\x07\x9b2K\u202egone\r";
    const { out, said } = output({ isTTY: true, columns: 80 });
    const screen = new Screen(out);
    screen.say(rude);
    screen.note(rude);
    screen.heading(rude);
    screen.success(rude);
    screen.table([["title"], [rude]]);
    screen.live(screen.lay([["title"], [rude]]));
    await screen.during(
      rude,
      async () => {
        screen.progress(rude);
        vi.advanceTimersByTime(120);
      },
      () => rude,
    );
    screen.close();
    assert.ok(said().includes("?]52;c;aGk=?"));
    for (const steering of ["\x1b[2J", "\x1b]", "\x07", "\x9b", "\r", "\u202e"])
      assert.ok(!said().includes(steering), JSON.stringify(steering));
  });

  test("colours are shown unless NO_COLOR is set", () => {
    // the words of the machine that tests, which Node's styleText heeds too
    for (const name of ["CI", "FORCE_COLOR", "NODE_DISABLE_COLORS", "NO_COLOR"]) vi.stubEnv(name, undefined);
    vi.stubEnv("TERM", "xterm");
    const sayAll = () => {
      const { out, said } = output({ isTTY: true, columns: 80 });
      const screen = new Screen(out);
      screen.heading("Bread");
      screen.success("All loaves are right.");
      screen.close();
      return said();
    };
    assert.equal(sayAll(), "\n\x1b[1mBread\x1b[22m\n\n\x1b[32mAll loaves are right.\x1b[39m\n");
    vi.stubEnv("NO_COLOR", "1");
    assert.equal(sayAll(), "\nBread\n\nAll loaves are right.\n");
  });
});
