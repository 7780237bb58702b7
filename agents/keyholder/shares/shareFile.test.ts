// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesToHex, type Hex, hexToBytes, pad } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import { UserError } from "../../kernel/process/errors.ts";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import { compress, type Point } from "../../sdk/encryption/curve.ts";
import { randomScalar } from "../../sdk/encryption/scalars.ts";
import { provePossession, verifyPossession } from "./possession.ts";
import { openShare, type ShareFile, sealShare } from "./shareFile.ts";
import { eraseShare, placeShare, readShareFile, readShares, shareNames } from "./shareFolder.ts";

const curve = createNativeCurve();
const key = generatePrivateKey();
const publicKeyOf = (privateKey: Hex) => hexToBytes(privateKeyToAccount(privateKey).publicKey) as Point;
const place = { committeeId: pad("0xc1"), epoch: 3, index: 2 };
const share = randomScalar();
const file = () => sealShare(curve, publicKeyOf(key), place, share);
const refused = (changed: ShareFile, privateKey = key) =>
  assert.throws(
    () => openShare(curve, privateKey, changed),
    (error: Error) => error instanceof UserError && !error.message.includes(share.toString(16)),
  );

test("a share opens with the member's key alone, in its own place alone, and no byte of it can be another", () => {
  const sealed = file();
  assert.equal(openShare(curve, key, sealed), share);
  assert.equal(sealed.point, bytesToHex(compress(curve.mulG(share))));
  assert.ok(!JSON.stringify(sealed).includes(share.toString(16)));
  refused(sealed, generatePrivateKey());
  for (const changed of [
    { ...sealed, committeeId: pad("0xc2") },
    { ...sealed, epoch: 4 },
    { ...sealed, index: 1 },
    { ...sealed, point: bytesToHex(compress(curve.mulG(randomScalar()))) },
    { ...sealed, ephemeralKey: file().ephemeralKey },
    { ...sealed, sealed: file().sealed },
  ])
    refused(changed);
  const bytes = hexToBytes(sealed.sealed);
  for (const at of bytes.keys()) refused({ ...sealed, sealed: bytesToHex(bytes.with(at, bytes[at]! ^ 1)) });
});

test("two files of one share have nothing in common but the place and the point", () => {
  const [one, other] = [file(), file()];
  assert.notEqual(one.sealed, other.sealed);
  assert.notEqual(one.ephemeralKey, other.ephemeralKey);
});

test("a node's directory keeps shares whole, for itself alone, and tells of files that are none", (t) => {
  const directory = scratchDir(t);
  assert.deepEqual(shareNames(directory), []);
  const path = placeShare(directory, file());
  placeShare(directory, sealShare(curve, publicKeyOf(key), { ...place, epoch: 4 }, randomScalar()));
  assert.equal(statSync(path).mode & 0o077, 0);
  assert.equal(openShare(curve, key, readShareFile(path)), share);
  mkdirSync(join(directory, "shares"), { recursive: true });
  writeFileSync(join(directory, "shares", "zz.json"), "{");
  const bad: string[] = [];
  assert.deepEqual(
    readShares(directory, (badPath) => bad.push(badPath)).map(({ epoch }) => epoch),
    [3, 4],
  );
  assert.deepEqual(bad, [join(directory, "shares", "zz.json")]);
  eraseShare(directory, place);
  assert.equal(shareNames(directory).length, 2);
  assert.throws(() => readShareFile(path), UserError);
});

test("KEY-1: a drill proves that a share is held, for its challenge, place and point alone, and shows nothing of it", () => {
  const challenge = pad("0x77");
  const point = curve.mulG(share);
  const proof = provePossession(curve, place, share, challenge);
  assert.ok(verifyPossession(curve, point, proof));
  assert.notEqual(provePossession(curve, place, share, challenge).response, proof.response);
  for (const changed of [
    { ...proof, challenge: pad("0x78") },
    { ...proof, committeeId: pad("0xc2") },
    { ...proof, epoch: 4 },
    { ...proof, index: 1 },
    { ...proof, hash: proof.hash ^ 1n },
    { ...proof, response: proof.response ^ 1n },
    { ...proof, hash: 0n },
    { ...proof, response: 0n },
  ])
    assert.equal(verifyPossession(curve, point, changed), false);
  assert.equal(verifyPossession(curve, curve.mulG(share + 1n), proof), false);
  assert.equal(
    verifyPossession(curve, curve.mulG(5n), provePossession(curve, place, share, challenge)),
    false,
  );
});
