// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type TestContext, test } from "vitest";
import { ANVIL_KEYS } from "../../localnet/anvil.ts";
import { scratchDir } from "../testing/scratch.ts";
import { loadAccount } from "./keys.ts";

const KEY = ANVIL_KEYS[0];
const ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
/** The keystore that `cast wallet import` of Foundry 1.7.1 made of KEY, with the password "correct horse". */
const KEYSTORE = fileURLToPath(new URL("testing/castKeystore.json", import.meta.url));

function files(t: TestContext, password = "correct horse\n") {
  const dir = scratchDir(t);
  const passwordFile = `${dir}/password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  return { dir, passwordFile };
}

test("a wrong password, a bad file and a missing one are told apart", (t) => {
  const { dir, passwordFile } = files(t, "wrong");
  assert.throws(() => loadAccount({ keystore: KEYSTORE, passwordFile }), /password does not open/);
  writeFileSync(`${dir}/bad`, '{"version":3}');
  assert.throws(() => loadAccount({ keystore: `${dir}/bad`, passwordFile }), /not a version 3 keystore/);
  writeFileSync(`${dir}/text`, "hello");
  assert.throws(() => loadAccount({ keystore: `${dir}/text`, passwordFile }), /not a version 3 keystore/);
  assert.throws(
    () => loadAccount({ keystore: `${dir}/none`, passwordFile }),
    /keystore .*none cannot be read/,
  );
  assert.throws(
    () => loadAccount({ keystore: KEYSTORE, passwordFile: `${dir}/none` }),
    /password file .*none cannot be read/,
  );
});

test("both, neither, or half of a keystore is refused with what to give", () => {
  assert.throws(() => loadAccount({}), { advice: "Give --keystore and --password-file." });
  assert.throws(() => loadAccount({ key: KEY, keystore: "x" }), /Both a key and a keystore/);
  assert.throws(() => loadAccount({ keystore: "x" }), { advice: /--password-file/ });
});

test("a key off the curve is refused, and not shown", () => {
  const tooLarge = `0x${"f".repeat(64)}` as const;
  for (const key of [`0x${"0".repeat(64)}`, tooLarge, "0x12"] as const) {
    assert.throws(
      () => loadAccount({ key }),
      (error: Error) => /not a private key/.test(error.message) && !error.message.includes(key),
    );
  }
});

test("a keystore of cast opens, with or without a line end after the password", (t) => {
  const { passwordFile } = files(t);
  assert.equal(loadAccount({ keystore: KEYSTORE, passwordFile }).address, ADDRESS);
  assert.equal(loadAccount({ key: KEY }).address, ADDRESS);
});

test("a password file that others can read gets a warning", (t) => {
  const { passwordFile } = files(t);
  const warnings: unknown[] = [];
  const log = { warn: (fields: unknown) => warnings.push(fields) } as never;
  loadAccount({ keystore: KEYSTORE, passwordFile }, log);
  assert.equal(warnings.length, 0);
  chmodSync(passwordFile, 0o644);
  loadAccount({ keystore: KEYSTORE, passwordFile }, log);
  assert.deepEqual(warnings, [{ path: passwordFile }]);
});
