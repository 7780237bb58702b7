// SPDX-License-Identifier: GPL-3.0-or-later

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { zKey } from "snarkjs";
import { type Address, keccak256 } from "viem";
import { afterAll, beforeAll, describe, it } from "vitest";
import { batchHash, decodeBatch, encodeLink } from "../../agents/splits/batch.ts";
import { challenge, fingerprint, type Settlement, splitScope } from "../../agents/splits/challenge.ts";
import { P } from "../../agents/splits/field.ts";
import { claimSignals } from "../../agents/splits/inputs.ts";
import type { Proof } from "../../agents/splits/proof.ts";
import { prove, proveClaim, proveSettle, stopProving } from "../../agents/splits/prove.ts";
import { SegmentTree } from "../../agents/splits/segment.ts";
import { buildCircuits, generatedVerifier, verifierFile } from "../build.ts";
import { builtCircuit } from "../builtCircuit.ts";
import { verifies } from "../fixtures/isTrue.ts";
import { artefactsOf, CIRCUIT_NAMES, type CircuitName, INSTANCES } from "../instances.ts";

const CHAIN = 31_337n;
const ROLLUP: Address = "0x00000000000000000000000000000000000a11ce";
const OTHER: Address = "0x0000000000000000000000000000000000000b0b";

beforeAll(() => buildCircuits());
afterAll(stopProving);

for (const name of CIRCUIT_NAMES) {
  describe(`the keys of ${name}`, () => {
    it("are read by snarkjs as we wrote them", async () => {
      const ours = JSON.parse(readFileSync(artefactsOf(name).verificationKey, "utf8"));
      const { vk_alphabeta_12: _, ...theirs } = await zKey.exportVerificationKey(
        artefactsOf(name).provingKey,
      );
      assert.deepEqual(theirs, ours);
    });

    it("are those of the committed verifier", () => {
      assert.equal(
        readFileSync(verifierFile(name), "utf8"),
        generatedVerifier(name),
        "build and commit again",
      );
      assert.match(generatedVerifier(name), /^\/\/ GENERATED .*SETUP = "development"/s);
    });
  });
}

describe("a settlement's proof", () => {
  const oldSegment = new SegmentTree([5n, 0n, 7n]);
  const newSegment = oldSegment.clone();
  const batch = encodeLink([
    { slot: 1, amountWei: 10n ** 18n },
    { slot: 255, amountWei: 3n },
  ]);
  newSegment.credit(decodeBatch(batch));
  const settlement: Settlement = {
    chainId: CHAIN,
    rollup: ROLLUP,
    segment: 4n,
    batch: 9n,
    beneficiary: ROLLUP,
    oldRoot: oldSegment.root,
    newRoot: newSegment.root,
    batchHash: batchHash(batch),
  };
  /** The signals that the contract would check the proof against. */
  const expected = (s: Settlement, credits = decodeBatch(batch)) => {
    const x = challenge(s);
    return [x, fingerprint(credits, x), s.oldRoot, s.newRoot];
  };
  let proof: Proof;
  beforeAll(async () => {
    proof = await proveSettle(builtCircuit("settle"), {
      challenge: challenge(settlement),
      before: oldSegment,
      after: newSegment,
    });
  });

  const replays: Record<string, Partial<Settlement>> = {
    "another chain": { chainId: 1n },
    "another contract": { rollup: OTHER },
    "another segment": { segment: 5n },
    "another batch": { batch: 10n },
    "another beneficiary": { beneficiary: OTHER },
    "another old root": { oldRoot: newSegment.root },
    "another new root": { newRoot: oldSegment.root },
    "other call data": { batchHash: keccak256("0x") },
  };
  for (const [where, change] of Object.entries(replays)) {
    it(`is refused for ${where}`, async () => {
      assert.equal(await verifies("settle", proof, expected({ ...settlement, ...change })), false);
    });
  }

  it("is refused for other credits than were sealed", async () => {
    const credits = [{ slot: 1, amountWei: 10n ** 18n + 3n }];
    assert.equal(await verifies("settle", proof, expected(settlement, credits)), false);
  });

  refusesChangedSignals("settle", () => proof);

  it("is taken where it belongs", async () => {
    assert.deepEqual(proof.publicSignals, expected(settlement));
    assert.equal(await verifies("settle", proof, expected(settlement)), true);
  });
});

describe("a claim's proof", () => {
  const segment = new SegmentTree([0n, 10n ** 21n + 1n]);
  const splitId = (4n << 8n) | 1n;
  const split = splitScope(CHAIN, ROLLUP, splitId);
  const table = [
    { recipient: OTHER, bps: 2_500 },
    { recipient: ROLLUP, bps: 7_500 },
  ];
  const inputs = { split, segment, table, position: 1 };
  let proof: Proof;
  beforeAll(async () => {
    proof = await proveClaim(builtCircuit("claim"), inputs);
  });

  const replays = {
    "another chain": splitScope(1n, ROLLUP, splitId),
    "another contract": splitScope(CHAIN, OTHER, splitId),
    "another split": splitScope(CHAIN, ROLLUP, splitId + 1n),
    "another segment": splitScope(CHAIN, ROLLUP, splitId + 256n),
  };
  for (const [where, elsewhere] of Object.entries(replays)) {
    it(`is refused for ${where}`, async () => {
      assert.equal(await verifies("claim", proof, proof.publicSignals.with(1, elsewhere)), false);
    });
  }

  refusesChangedSignals("claim", () => proof);

  it("is taken where it belongs", async () => {
    const { root, tableHash, position, recipient, entitlement } = claimSignals(inputs);
    assert.deepEqual(proof.publicSignals, [root, split, tableHash, position, recipient, entitlement]);
    assert.equal(await verifies("claim", proof, proof.publicSignals), true);
  });

  it("cannot be made for a share rounded up, and the next one still can", async () => {
    const signals = claimSignals(inputs);
    await assert.rejects(
      prove(builtCircuit("claim"), { ...signals, entitlement: (signals.entitlement as bigint) + 1n }),
    );
    assert.ok(await proveClaim(builtCircuit("claim"), inputs));
  });
});

function refusesChangedSignals(name: CircuitName, proof: () => Proof): void {
  for (const [i, signal] of INSTANCES[name].public.entries()) {
    it(`is refused with ${signal} changed`, async () => {
      const { publicSignals } = proof();
      for (const change of [1n, P]) {
        const changed = publicSignals.with(i, publicSignals[i]! + change);
        assert.equal(await verifies(name, proof(), changed), false);
      }
    });
  }
}
