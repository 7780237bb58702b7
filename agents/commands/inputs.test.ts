// SPDX-License-Identifier: GPL-3.0-or-later
// What can never be right is said at once, though no chain answers: exit code 1, which no supervisor tries again.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, test, vi } from "vitest";
import { loadAccount } from "../kernel/config/keys.ts";
import { describeError, exitCodeOf } from "../kernel/process/errors.ts";
import { freePort } from "../kernel/testing/freePort.ts";
import { beginOutput } from "./outputFile.ts";
import { createProgram } from "./program.ts";

const KEY = `0x${"11".repeat(32)}`;
const directory = mkdtempSync(join(tmpdir(), "inputs-"));
const before = { directory: process.cwd(), key: process.env.TRIBUTARY_KEY };
process.chdir(directory);
process.env.TRIBUTARY_KEY = KEY;
afterAll(() => {
  process.chdir(before.directory);
  if (before.key === undefined) delete process.env.TRIBUTARY_KEY;
  else process.env.TRIBUTARY_KEY = before.key;
  rmSync(directory, { recursive: true });
});
const file = (name: string, text = "") => {
  writeFileSync(join(directory, name), text);
  return name;
};

const ADA = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const WORD = `0x${"ab".repeat(32)}`;
const TABLE = file("table.json", JSON.stringify([{ recipient: ADA, bps: 10_000 }]));
const KEPT = file("kept.json", "kept");

/** The refusal of a command, run in this process; throws when the command succeeds. */
async function refusalOf(args: readonly string[]): Promise<{ code: number; err: string }> {
  try {
    await (await createProgram(args)).parseAsync(args, { from: "user" });
  } catch (error) {
    return { code: exitCodeOf(error), err: describeError(error) };
  }
  throw new Error("the command was to fail");
}

/** The refusal where nothing listens at the RPC's port. */
const refusalOffline = async (...args: string[]) =>
  refusalOf([...args, "--rpc-url", `http://127.0.0.1:${await freePort()}`]);

describe.concurrent("a command refuses at once", () => {
  const publish = ["--payee", ADA, "--rate", "1"];
  for (const [args, complaint] of [
    [["split", "show", "x"], /^x is not a split's id\. Give a whole number/],
    [["split", "show", "0", "--table", "nowhere.json"], /^nowhere\.json is not the table of a split/],
    [["split", "claim", "x", "--table", TABLE], /^x is not a split's id/],
    [["split", "claim", "0", "--table", "nowhere.json"], /^nowhere\.json is not the table of a split/],
    [
      ["split", "claim", "0", "--table", TABLE, "--position", "3"],
      /has no row 3\. Give a --position from 0 to 0/,
    ],
    [["split", "create", `${ADA}:9999`], /sum to 9999 bps/],
    [["split", "create", `${ADA}:10000`, "--out", KEPT], /^kept\.json exists already/],
    [
      ["split", "create", `${ADA}:10000`, "--out", "no/where.json"],
      /There is no directory no\b.*Make the directory/,
    ],
    [["publish", "nowhere.mp4", ...publish], /^There is no file nowhere\.mp4/],
    [["publish", TABLE, ...publish], /duration of table\.json cannot be measured/],
    [
      ["publish", TABLE, "--payee", ADA, "--rate", `1${"0".repeat(23)}`],
      /rate: got "1000+"\. Expected: an amount of STREAM/,
    ],
    [["channel", "show", "0x11"], /^0x11 is not a channel's id/],
    [["channel", "close", "0x11"], /^0x11 is not a channel's id/],
    [["channel", "open", "--payee", "split:x", "--deposit", "1"], /payee: got "split:x"/],
    [["watch", "film"], /^film is not a work\./],
    [["watch", WORD, "--out", "no/where.mp4"], /There is no directory no\b/],
    [["watch", WORD, "--out", "."], /^\. is a directory/],
    [["watch", WORD, "--sequencer", "ftp://x"], /sequencer: got "ftp:\/\/x"/],
    [["faucet", "0x12"], /^0x12 is not an address/],
    [["faucet", `0x${"0".repeat(40)}`], /^0x0+ is not an address/],
    [["split", "create", `0x${"0".repeat(40)}:10000`], /is not a row of a split/],
    [["deploy", "--deployment", "no/where.json"], /There is no directory \S+\/no\b/],
    [["deploy", "--keystore", "key.json"], /A keystore is given without its password/],
    [["deploy", "--keystore", "nowhere.json", "--password-file", TABLE], /nowhere\.json cannot be read/],
  ] as const) {
    test(args.join(" ").slice(0, 60), async () => {
      const { code, err } = await refusalOffline(...args);
      assert.match(err, complaint);
      assert.equal(code, 1);
    });
  }

  test("what may pass by itself is worth another try", async () => {
    const { code, err } = await refusalOffline("split", "show", "0");
    assert.match(err, /^The chain cannot be reached\./);
    assert.equal(code, 75);
  });
});

test("a command that fails leaves what stood at --out, and nothing beside it", async () => {
  const { code } = await refusalOffline("watch", WORD, "--out", KEPT);
  assert.equal(code, 75);
  assert.equal(readFileSync(KEPT, "utf8"), "kept");
  assert.deepEqual(
    readdirSync(".").filter((name) => name.endsWith(".tmp")),
    [],
  );
});

for (const [out, complaint] of [
  ["/nope/v.svg", /^There is no directory \/nope for \/nope\/v\.svg\. Make the directory/],
  [".", /^\. is a directory/],
  [`${TABLE}/v.svg`, /leads through a file/],
  ["x".repeat(300), /too long/],
] as const) {
  test(`vesting plot --out ${out.slice(0, 20)}`, async () => {
    const { code, err } = await refusalOf(["vesting", "plot", "--out", out]);
    assert.match(err, complaint);
    assert.doesNotMatch(err, /ENOENT|EISDIR|ENOTDIR|ENAMETOOLONG/);
    assert.equal(code, 1);
  });
}

test("an output that is no regular file is written to, and stays what it is", () => {
  const output = beginOutput("/dev/null");
  output.write("text");
  output.commit();
  assert.ok(statSync("/dev/null").isCharacterDevice());
});

test("an output takes its place at the end alone, through a link too", () => {
  symlinkSync(file("target", "old"), "link");
  const output = beginOutput("link");
  output.write("new");
  assert.equal(readFileSync("target", "utf8"), "old");
  output.commit();
  output.discard();
  assert.equal(readFileSync("target", "utf8"), "new");
  assert.ok(lstatSync("link").isSymbolicLink());
});

test("an interrupted command leaves nothing beside its output", async () => {
  file("film", "old");
  const module = new URL("outputFile.ts", import.meta.url).href;
  const program = `const { beginOutput } = await import("${module}"); beginOutput("film").write("half"); console.log("begun"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  assert.ok(readdirSync(".").some((name) => /^film\..*\.tmp$/.test(name)));
  child.kill("SIGINT");
  assert.deepEqual(await once(child, "exit"), [null, "SIGINT"]);
  assert.equal(readFileSync("film", "utf8"), "old");
  assert.deepEqual(
    readdirSync(".").filter((name) => name.endsWith(".tmp")),
    [],
  );
});

test("key new makes a keystore that only its password opens, and never writes over another", async () => {
  const password = file("password", "hunter22\n");
  const printed: unknown[] = [];
  const print = vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(text) > 0);
  const keyNew = async (name: string, passwordFile: string) => {
    const args = ["key", "new", name, "--password-file", passwordFile];
    await (await createProgram(args)).parseAsync(args, { from: "user" });
  };
  await keyNew("new.json", password);
  print.mockRestore();
  const { address } = loadAccount({ keystore: "new.json", passwordFile: password });
  assert.deepEqual(printed, [`${address}\n`]);
  assert.equal(statSync("new.json").mode & 0o777, 0o600);
  await assert.rejects(keyNew("new.json", password), /new\.json exists already/);
  await assert.rejects(keyNew("other.json", file("empty")), /empty is empty/);
});
