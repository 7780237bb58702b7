// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import type { Command } from "commander";
import { describe, test } from "vitest";
import { freePort } from "../kernel/testing/freePort.ts";
import { channelCommand } from "./channel.ts";
import { committeeCommand } from "./committee.ts";
import { deployCommand } from "./deploy.ts";
import { devnetCommand } from "./devnet.ts";
import { faucetCommand } from "./faucet.ts";
import { keyCommand } from "./key.ts";
import { monitorCommand } from "./monitor.ts";
import { placementCommand } from "./placement.ts";
import { createProgram } from "./program.ts";
import { publishCommand } from "./publish.ts";
import { rewardsCommand } from "./rewards.ts";
import { roleCommands } from "./roles.ts";
import { splitCommand } from "./split.ts";
import { runCli } from "./testing/runCli.ts";
import { vestingCommand } from "./vesting.ts";
import { watchCommand } from "./watch.ts";

const roles = roleCommands();
const groups = [
  channelCommand(),
  committeeCommand(),
  keyCommand(),
  placementCommand(),
  rewardsCommand(),
  splitCommand(),
  vestingCommand(),
];
const alone = [
  devnetCommand(),
  deployCommand(),
  faucetCommand(),
  publishCommand(),
  watchCommand(),
  monitorCommand(),
  ...roles,
];
const commands = [...alone, ...[...groups, ...roles].flatMap((group) => group.commands)];

function helpOf(command: Command): string {
  let help = "";
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => 1_000,
  });
  command.outputHelp();
  return help;
}

describe("the help of a command is enough to use it", () => {
  for (const command of commands) {
    const name = [command.parent?.name(), command.name()].filter(Boolean).join(" ");
    test(name, () => {
      const help = helpOf(command);
      assert.match(help, /^Usage: .+\n\n[A-Z].+\.\n/, "it says what the command does");
      assert.match(help, new RegExp(`\nExample:\n  tributary ${name}`), "it has an example");
      const options = help.split("\n").filter((line) => /^ +--/.test(line));
      assert.equal(options.length, command.options.length);
      for (const option of options.filter((line) => !line.includes("--media"))) {
        assert.match(
          option,
          /^ +--[a-z-]+( <value>)? {2,}[A-Z].{10,}\(env: TRIBUTARY_[A-Z_]+(, default: \S.*)?\)$/,
        );
      }
      for (const { name, description } of command.registeredArguments.map((argument) => ({
        name: argument.name(),
        description: argument.description,
      })))
        assert.ok(description.length > 5, `${name} is explained`);
    });
  }

  test("the groups list their commands", () => {
    for (const group of groups) {
      const help = helpOf(group);
      for (const { name } of group.commands.map((command) => ({ name: command.name() })))
        assert.match(help, new RegExp(`^ {2}${name} .*[a-z]`, "m"));
    }
  });
});

describe.concurrent("the command line", () => {
  test("lists every command", async () => {
    const { code, out } = await runCli(["--help"]);
    assert.equal(code, 0);
    for (const command of [...alone, ...groups])
      assert.match(out, new RegExp(`^ {2}${command.name()} .*[a-z]`, "m"));
  });

  test("finds each command by its name", async () => {
    for (const name of [...alone, ...groups].map((command) => command.name())) {
      const { commands } = await createProgram([name]);
      assert.ok(
        commands.some((command) => command.name() === name),
        name,
      );
    }
  });

  for (const [typed, meant] of [
    ["devnte", "devnet"],
    ["sequenser", "sequencer"],
    ["split shwo", "show"],
  ] as const) {
    test(`asks whether ${typed} was to be ${meant}`, async () => {
      const { code, out, err } = await runCli(typed.split(" "));
      assert.equal(code, 1);
      assert.equal(out, "");
      assert.match(err, new RegExp(`unknown command .*\n\\(Did you mean ${meant}\\?\\)`));
      assert.match(err, /--help/);
    });
  }

  test("asks whether a mistyped option was to be another", async () => {
    const { code, err } = await runCli(["devnet", "--onec"]);
    assert.equal(code, 1);
    assert.match(err, /unknown option '--onec'\n\(Did you mean --once\?\)/);
  });

  test("lists every setting that is not right, each with its flag, its variable and what was expected", async () => {
    const env = { TRIBUTARY_RATE: "free", TRIBUTARY_KEY: "0xsecret" };
    const { code, out, err } = await runCli(["publish", "film.mp4", "--rpc-url", "ftp://x"], { env });
    assert.equal(code, 1);
    assert.equal(out, "");
    const lines = err.split("\n");
    assert.equal(lines[0], "The settings of publish are not right:");
    assert.deepEqual(lines.slice(1, 5), [
      '  rpcUrl: got "ftp://x". Expected: an http or https URL. Set --rpc-url or TRIBUTARY_RPC_URL.',
      "  key: got [redacted]. Expected: a private key: 0x and 64 hex digits. Set --key or TRIBUTARY_KEY.",
      "  payee: not given. Expected: Who is paid: an address, or split:<id>. Set --payee or TRIBUTARY_PAYEE.",
      '  rate: got "free". Expected: an amount of STREAM, such as 5 or 0.25. Set --rate or TRIBUTARY_RATE.',
    ]);
    assert.doesNotMatch(err, /secret|at .*\.ts/);
  });

  test("a role without a key says how to give one", async () => {
    const { code, err } = await runCli(["prover"]);
    assert.equal(code, 1);
    assert.match(err, /^prover: .*no key is given\. Give --keystore and --password-file\.\n$/);
  });

  test("a chain that does not answer is worth another try", async () => {
    const rpcUrl = `http://127.0.0.1:${await freePort()}`;
    const { code, err } = await runCli(["channel", "show", `0x${"11".repeat(32)}`, "--rpc-url", rpcUrl]);
    assert.equal(code, 75);
    assert.ok(err.startsWith(`The chain cannot be reached. Nothing answers at ${rpcUrl} (ECONNREFUSED).`));
  });
});
