// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { afterEach, test } from "vitest";
import { scratchDir } from "../testing/scratch.ts";
import { takeAccount } from "./accountLock.ts";

const ADDRESS = "0x00000000000000000000000000000000000a11ce";
const GENESIS = `0x${"ab".repeat(32)}` as const;
const before = process.env.XDG_RUNTIME_DIR;
afterEach(() => {
  if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
  else process.env.XDG_RUNTIME_DIR = before;
});

test("an account is taken once on each chain, and again after its release", (t) => {
  process.env.XDG_RUNTIME_DIR = scratchDir(t);
  const first = takeAccount(ADDRESS, GENESIS, "edge");
  assert.throws(() => takeAccount(ADDRESS, GENESIS, "prover"), {
    message: `Process ${process.pid} signs with ${ADDRESS} already.`,
    advice: /TRIBUTARY_PROVER_KEYSTORE/,
  });
  takeAccount(ADDRESS, `0x${"cd".repeat(32)}`, "prover").release();
  first.release();
  takeAccount(ADDRESS, GENESIS, "prover").release();
});

test("a directory that others can write to, or a link to one, is refused", (t) => {
  const runtime = scratchDir(t);
  process.env.XDG_RUNTIME_DIR = runtime;
  const path = `${runtime}/tributary-${process.getuid?.()}`;
  mkdirSync(path);
  chmodSync(path, 0o777);
  const refused = { message: `${path} is not a directory of this user alone.` };
  assert.throws(() => takeAccount(ADDRESS, GENESIS, "edge"), refused);

  process.env.XDG_RUNTIME_DIR = scratchDir(t);
  symlinkSync(runtime, `${process.env.XDG_RUNTIME_DIR}/tributary-${process.getuid?.()}`);
  assert.throws(() => takeAccount(ADDRESS, GENESIS, "edge"), /is not a directory of this user alone/);
});
