// SPDX-License-Identifier: GPL-3.0-or-later
// Writes random cases, the same each time, for test/differential/Vectors.t.sol.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Address, concat, keccak256, numberToHex, slice } from "viem";
import { batchHash, decodeBatch, encodeLink } from "../../agents/splits/batch.ts";
import { challenge, fingerprint, splitScope } from "../../agents/splits/challenge.ts";
import { ALL_BPS, share } from "../../agents/splits/table.ts";
import { ROOT } from "../instances.ts";

const CASES = 1_000;

/** Makes an endless row of random words, the same for the same seed. */
export function randomWords(seed: string): () => bigint {
  let word = keccak256(numberToHex(BigInt(seed.length), { size: 32 }));
  for (const byte of Buffer.from(seed)) word = keccak256(concat([word, numberToHex(byte)]));
  return () => {
    word = keccak256(word);
    return BigInt(word);
  };
}

/** The expected values for random credits, settlements, split numbers and shares. */
function vector(next: () => bigint) {
  const address = (): Address => slice(numberToHex(next(), { size: 32 }), 12);
  const bounded = (bits: bigint) => (next() >> (256n - bits)) >> (next() % bits);

  const batch = concat(
    Array.from({ length: 1 + Number(next() % 3n) }, () =>
      encodeLink(
        Array.from({ length: 1 + Number(next() % 12n) }, () => ({
          slot: Number(next() % 256n),
          amountWei: bounded(96n),
        })),
      ),
    ),
  );
  const settlement = {
    chainId: bounded(64n),
    rollup: address(),
    segment: bounded(56n),
    batch: bounded(64n),
    beneficiary: address(),
    oldRoot: next() >> 3n,
    newRoot: next() >> 3n,
    batchHash: batchHash(batch),
  };
  const x = challenge(settlement);
  const splitId = (settlement.segment << 8n) | (next() % 256n);
  const revenue = bounded(128n);
  const bps = Number(next() % BigInt(ALL_BPS + 1));
  return {
    ...settlement,
    batchBytes: batch,
    x,
    y: fingerprint(decodeBatch(batch), x),
    splitId,
    split: splitScope(settlement.chainId, settlement.rollup, splitId),
    revenue,
    bps: BigInt(bps),
    share: share(revenue, bps),
  };
}

export function vectors() {
  const next = randomWords("tributary rollup vectors");
  return Array.from({ length: CASES }, () => vector(next));
}

/** The cases by column, so that Solidity reads each with one `vm.parseJson…Array`. */
function write(): string {
  const cases = vectors();
  const columns = Object.keys(cases[0]!).map((field) => [
    field,
    cases.map((values) => String(values[field as keyof typeof values])),
  ]);
  const folder = join(ROOT, "test", "differential", ".cases");
  const file = join(folder, "vectors.json");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(columns), undefined, 1)}\n`);
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(write());
