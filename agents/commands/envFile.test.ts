// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { runCli } from "./testing/runCli.ts";

/** The poll interval that a role was given; every one of this test is wrong, so that the role says which. */
async function given(cwd: string, env: Record<string, string> = {}): Promise<string | undefined> {
  const { err } = await runCli(["challenger"], { cwd, env: { TRIBUTARY_ENV_FILE: ".env", ...env } });
  return /pollMs: got "(\w+)"/.exec(err)?.[1];
}

test("an env file is read; the role's own variable wins, and so does the environment", async (t) => {
  const cwd = scratchDir(t);
  writeFileSync(`${cwd}/.env`, "TRIBUTARY_POLL_MS=file\n");
  assert.equal(await given(cwd), "file");
  assert.equal(await given(cwd, { TRIBUTARY_POLL_MS: "environment" }), "environment");
  writeFileSync(`${cwd}/.env`, "TRIBUTARY_POLL_MS=file\nTRIBUTARY_CHALLENGER_POLL_MS=own\n");
  assert.equal(await given(cwd), "own");
});

test("a named env file that is not there is refused, an empty name stands for none", async (t) => {
  const cwd = scratchDir(t);
  writeFileSync(`${cwd}/.env`, "TRIBUTARY_POLL_MS=file\n");
  const missing = await runCli(["challenger"], { cwd, env: { TRIBUTARY_ENV_FILE: "missing.env" } });
  assert.equal(missing.code, 1);
  assert.match(missing.err, /The env file missing\.env cannot be read \(ENOENT\)\. Check the path/);
  assert.equal(await given(cwd, { TRIBUTARY_ENV_FILE: "" }), undefined);
});

test("an env file sets no variables of other programs", async (t) => {
  const cwd = scratchDir(t);
  writeFileSync(`${cwd}/.env`, "TRIBUTARY_POLL_MS=file\nNODE_OPTIONS=--no-such-option\nDEBUG=*\n");
  assert.equal(await given(cwd), "file");
});
