// SPDX-License-Identifier: GPL-3.0-or-later
// Writes 256 answers of key nodes, true and false, with what the SDK and noble's curve say about them, ABI-encoded, for KeyCourt.t.sol.
// The same each time; others with another number as argument.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { invert, mod as modulo } from "@noble/curves/abstract/modular";
import { secp256k1 } from "@noble/curves/secp256k1";
import { bytesToHex, encodeAbiParameters, type Hex, hexToBytes, numberToHex, parseAbiParameters } from "viem";
import {
  type PartialDecryption,
  partialDecryptionDigest,
} from "../../agents/sdk/committees/partialDecryption.ts";
import { slashHints } from "../../agents/sdk/committees/slashHints.ts";
import { Random } from "../model/random.ts";

const FOLDER = "test/differential/.cases";
const COURT = { chainId: 31_337, keyCourt: "0x00000000000000000000000000000000000c0527" } as const;
const random = new Random(Number(process.argv[2] ?? 0));
const { BASE } = secp256k1.ProjectivePoint;
const ORDER = secp256k1.CURVE.n;
type Point = typeof BASE;

const scalar = () => 1n + (random.sized(256) % (ORDER - 1n));
const mod = (value: bigint) => modulo(value, ORDER);
const inverse = (value: bigint) => invert(value, ORDER);
const shapes = parseAbiParameters([
  "Case[] cases",
  "struct Point { uint256 x; uint256 y; }",
  "struct Answer { bytes32 committeeId; uint32 epoch; uint8 index; Point base; Point result; uint256 challenge; uint256 response; }",
  "struct Hints { Point commitment; Point blindedBase; Point challengedResult; }",
  "struct Case { Point seat; Answer answer; Hints hints; bytes32 digest; bool isFalse; }",
]);

/** How a liar changes a true answer, knowing its share: the numbers of each are as true as they can be. */
const LIES: ((answer: PartialDecryption, share: bigint, base: bigint) => Partial<PartialDecryption>)[] = [
  () => ({ result: BASE.multiply(scalar()).toAffine() }),
  () => ({ challenge: scalar() }),
  () => ({ response: scalar() }),
  () => ({ challenge: random.pick([0n, ORDER, ORDER + 1n, 2n ** 256n - 1n]) }),
  () => ({ response: random.pick([0n, ORDER, ORDER + 1n, 2n ** 256n - 1n]) }),
  ({ result }) => ({ result: { x: result.x, y: secp256k1.CURVE.Fp.neg(result.y) } }),
  ({ base }) => ({ base: { x: base.x, y: base.y ^ 1n } }),
  ({ challenge }, share) => ({ response: mod(challenge * share) }),
  // response · base = ± challenge · result: infinity, and a doubling
  ({ challenge, response }, _, base) => ({
    result: BASE.multiply(mod(response * base * inverse(challenge))).toAffine(),
  }),
  ({ challenge, response }, _, base) => ({
    result: BASE.multiply(mod(-response * base * inverse(challenge))).toAffine(),
  }),
  ({ epoch }) => ({ epoch: epoch ^ 1 }),
  ({ index }) => ({ index: index ^ 1 }),
  () => ({ committeeId: numberToHex(random.sized(200), { size: 32 }) }),
];

const cases = Array.from({ length: 256 }, (_, at) => {
  const [share, base] = [scalar(), scalar()];
  const [seat, basePoint] = [BASE.multiply(share), BASE.multiply(base)];
  const place = {
    committeeId: numberToHex(random.sized(256), { size: 32 }),
    epoch: Number(random.sized(32)),
    index: random.between(1, 16),
  };
  const truth = { ...place, ...proof(place, share, seat, basePoint) };
  const isFalse = at % 2 === 1;
  const answer = isFalse ? { ...truth, ...random.pick(LIES)(truth, share, base) } : truth;
  const point = seat.toAffine();
  const digest = partialDecryptionDigest(COURT, answer);
  return { seat: point, answer, hints: slashHints(answer, point), digest, isFalse };
});
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/answers.bin`, hexToBytes(encodeAbiParameters(shapes, [cases])));

function proof(
  place: { committeeId: Hex; epoch: number; index: number },
  share: bigint,
  seat: Point,
  base: Point,
) {
  const [nonce, result] = [scalar(), base.multiply(share)];
  const hash = createHash("sha256").update("tributary/v1/dleq\0").update(hexToBytes(place.committeeId));
  hash.update(hexToBytes(numberToHex(place.epoch, { size: 4 }))).update(Uint8Array.of(place.index));
  for (const point of [seat, base, result, BASE.multiply(nonce), base.multiply(nonce)])
    hash.update(point.toRawBytes(true));
  const challenge = mod(BigInt(bytesToHex(hash.digest())));
  const response = mod(nonce + challenge * share);
  return { base: base.toAffine(), result: result.toAffine(), challenge, response };
}
