// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Hex, hexToBytes, keccak256, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { describe, test } from "vitest";
import { concatBytes } from "../sdk/content/merkle.ts";
import { writeFields } from "../sdk/interactions/fields.ts";
import {
  decodeLeaf,
  encodeLeaf,
  type Leaf,
  type LeafKey,
  type LeafKind,
  leafKey,
  PRESENT,
} from "../sdk/interactions/leaves.ts";
import { NO_WORD, type Operation, packOperation } from "../sdk/interactions/operation.ts";
import { signOperation } from "../sdk/interactions/signOperation.ts";
import { RecordedReads } from "./recordedReads.ts";
import { createSignerOf } from "./signerOf.ts";
import { cellsOf, HIGH_S, PlainLeaves, strideOperations } from "./testing/strides.ts";
import { type Context, executeStride } from "./transition.ts";

const contract = { chainId: 1, interactionInputs: "0x0000000000000000000000000000000000001a7e" } as const;
const signerOf = createSignerOf(contract);
const owner = privateKeyToAccount(generatePrivateKey());
const delegate = privateKeyToAccount(generatePrivateKey());
const TEXT: Hex = `0x${"ab".repeat(32)}`;
/** 1,000 s into an epoch. */
const TIME = 3_600 * 400_000 + 1_000;
const EPOCH = 400_000;

/** A state in which actors and works have the numbers 0 to 9, and every actor but 9, which was retired, the owner's key. */
class World {
  readonly leaves = new PlainLeaves();
  readonly reads = new RecordedReads(this.leaves);
  context: Context = {
    ...{ time: TIME, actors: 10, works: 10, isSigned: false, signerOf },
    firstKeyOf: (actor) => (actor === 9 ? 0n : BigInt(owner.address)),
  };

  /** Executes operations in an unsigned posting. */
  do(...operations: (Operation | Uint8Array)[]): this {
    return this.doMarked(0n, ...operations);
  }

  doMarked(marks: bigint, ...operations: (Operation | Uint8Array)[]): this {
    const cells = operations.map((one) => (one instanceof Uint8Array ? one : cellsOf(one)));
    return this.execute(strideOperations(...cells), new Uint8Array(0), marks);
  }

  /** Executes one operation in a signed posting. */
  async sign(operation: Operation, version: number, signer = owner): Promise<this> {
    const signature = await signOperation(signer, { ...contract, ...packOperation(operation), version });
    return this.doSigned(operation, hexToBytes(signature));
  }

  doSigned(operation: Operation, signature: Uint8Array): this {
    this.context = { ...this.context, isSigned: true };
    const signatures = new Uint8Array(1_024);
    signatures.set(signature);
    return this.execute(strideOperations(cellsOf(operation)), signatures, 0n);
  }

  put<Kind extends LeafKind>(kind: Kind, place: number[], leaf: Leaf<Kind>): this {
    this.leaves.set(keyAt(kind, place), encodeLeaf(kind, leaf));
    return this;
  }

  read<Kind extends LeafKind>(kind: Kind, ...place: number[]): Leaf<Kind> | undefined {
    const value = this.leaves.get(keyAt(kind, place));
    return value === 0n ? undefined : decodeLeaf(kind, value);
  }

  /** What was read since the world began, and what was written. */
  get touched(): [reads: number, leaves: number] {
    return [this.reads.keys.length, this.leaves.map.size];
  }

  private execute(operations: Uint8Array, signatures: Uint8Array, marks: bigint): this {
    executeStride(this.reads, this.context, { operations, signatures, marks });
    return this;
  }
}

const keyAt = (kind: LeafKind, [a = 0, b = 0, c = 0]: number[]): LeafKey => leafKey(kind, a, b, c);
const raw = (kind: number, actor: number, target: number, value = 0, key = 0) => {
  const bytes = new Uint8Array(12);
  writeFields(bytes, { kind, key, actor, target, value });
  return bytes;
};
const world = () => new World();
const wordOf = (word: Hex) => concatBytes([hexToBytes(word), new Uint8Array(4)]);

describe("nothing is read or written by", () => {
  for (const [name, operation] of [
    ["the kind 0", raw(0, 1, 2)],
    ["a kind that is not", raw(11, 1, 2)],
    ["the last kind", raw(15, 1, 2)],
    ["an actor that is not yet", raw(1, 10, 2)],
    ["a target that is no actor yet", raw(1, 1, 10)],
    ["a target that is the actor", raw(1, 1, 1)],
    ["a work that is not yet", raw(3, 1, 10)],
    ["a value where there is none", raw(1, 1, 2, 1)],
    ["six stars", raw(5, 1, 2, 6)],
    ["a delegated key in an unsigned posting", raw(1, 1, 2, 0, 1)],
    ["a receipt in an unsigned posting", raw(7, 1, 2, 5)],
    ["a peer's receipt in an unsigned posting", raw(8, 1, 2, 5)],
    ["a revocation in an unsigned posting", raw(10, 1, 0, 1)],
    ["an actor that was retired", raw(1, 9, 2)],
  ] as const)
    test(name, () => assert.deepEqual(world().do(operation).touched, [0, 0]));

  for (const [name, operation, word = NO_WORD] of [
    ["a place 0", raw(9, 1, 0, 0), `0x${"00".repeat(31)}01`],
    ["a place 16", raw(9, 1, 0, 16), `0x${"00".repeat(31)}01`],
    ["a target of a delegation", raw(9, 1, 1, 1), `0x${"00".repeat(31)}01`],
    ["the address 0", raw(9, 1, 0, 1)],
    ["a word that is no address", raw(9, 1, 0, 1), `0x${"00".repeat(11)}01${"00".repeat(20)}`],
    ["a delegation by a delegated key", raw(9, 1, 0, 1, 1), `0x${"00".repeat(31)}01`],
    ["a revocation by a delegated key", raw(10, 1, 0, 1, 1)],
  ] as [string, Uint8Array, Hex?][])
    test(name, () => {
      const w = world();
      w.context = { ...w.context, isSigned: true };
      const stride = {
        operations: strideOperations(operation, wordOf(word)),
        signatures: new Uint8Array(1_024),
      };
      executeStride(w.reads, w.context, { ...stride, marks: 0n });
      assert.deepEqual(w.touched, [0, 0]);
    });
});

describe("a word", () => {
  const comment = cellsOf({ kind: "comment", actor: 1, work: 2, textHash: TEXT });
  const nothing = (count: number) => Array<Uint8Array>(count).fill(raw(0, 0, 0));

  test("is not executed", () => {
    const hidden = concatBytes([raw(1, 3, 4), raw(1, 5, 6), raw(1, 7, 8)]);
    const w = world().do(concatBytes([raw(6, 1, 2), hidden]), raw(1, 2, 1));
    assert.equal(w.read("pair", 3, 4), undefined);
    assert.equal(w.read("pair", 2, 1)?.follows, true);
  });

  test("is skipped although its operation does nothing", () => {
    const w = world().do(concatBytes([raw(6, 10, 2), raw(1, 3, 4), raw(1, 5, 6), raw(1, 7, 8)]));
    assert.deepEqual(w.touched, [0, 0]);
  });

  test("fits in the last three places", () => {
    assert.equal(
      world()
        .do(...nothing(12), comment)
        .read("thread", 2)?.comments,
      1,
    );
  });

  test("does not fit behind them, and what follows is executed", () => {
    const w = world().do(...nothing(13), raw(6, 1, 2), raw(1, 3, 4), raw(1, 5, 6));
    assert.equal(w.read("thread", 2), undefined);
    assert.deepEqual([w.read("pair", 3, 4)?.follows, w.read("pair", 5, 6)?.follows], [true, true]);
  });
});

describe("follow and unfollow", () => {
  test("count once, and count a version each time", () => {
    const w = world().do({ kind: "follow", actor: 1, target: 2 }, { kind: "follow", actor: 3, target: 2 });
    assert.equal(w.read("followers", 2)?.count, 2);
    w.do({ kind: "follow", actor: 1, target: 2 });
    assert.deepEqual(w.read("pair", 1, 2), { version: 2, follows: true });
    assert.equal(w.read("followers", 2)?.count, 2);
    w.do({ kind: "unfollow", actor: 1, target: 2 });
    assert.deepEqual(w.read("pair", 1, 2), { version: 3, follows: false });
    assert.equal(w.read("followers", 2)?.count, 1);
  });

  test("that change nothing do not read the count", () => {
    assert.deepEqual(world().do({ kind: "unfollow", actor: 1, target: 2 }).touched, [1, 1]);
  });
});

describe("likes and ratings", () => {
  test("count apart, each once", () => {
    const w = world().do({ kind: "like", actor: 1, work: 2 }, { kind: "rate", actor: 1, work: 2, stars: 4 });
    w.do({ kind: "like", actor: 1, work: 2 }, { kind: "rate", actor: 3, work: 2, stars: 5 });
    assert.deepEqual(w.read("work", 2), { likes: 1, ratings: 2, stars: 9 });
    assert.deepEqual(w.read("opinion", 1, 2), { version: 3, likes: true, stars: 4, seconds: 0 });
    w.do({ kind: "rate", actor: 1, work: 2, stars: 1 }, { kind: "unlike", actor: 1, work: 2 });
    assert.deepEqual(w.read("work", 2), { likes: 0, ratings: 2, stars: 6 });
    w.do({ kind: "rate", actor: 1, work: 2, stars: 0 });
    assert.deepEqual(w.read("work", 2), { likes: 0, ratings: 1, stars: 5 });
  });

  test("that change nothing do not read the work", () => {
    assert.deepEqual(world().do({ kind: "rate", actor: 1, work: 2, stars: 0 }).touched, [1, 1]);
    assert.deepEqual(world().do({ kind: "unlike", actor: 1, work: 2 }).touched, [1, 1]);
  });
});

describe("comments", () => {
  const comment: Operation = { kind: "comment", actor: 1, work: 2, textHash: TEXT };

  test("chain on each other", () => {
    const w = world().do(comment);
    const linked = (before: bigint) =>
      BigInt(keccak256(`${numberToHex(before, { size: 32 })}00000001${TEXT.slice(2)}`)) % 2n ** 224n;
    const first = linked(0n);
    assert.deepEqual(w.read("thread", 2), { chain: first, comments: 1 });
    w.do(comment);
    const second = linked(PRESENT | (1n << 224n) | first);
    assert.deepEqual(w.read("thread", 2), { chain: second, comments: 2 });
    assert.equal(w.read("opinion", 1, 2)?.version, 2);
  });

  test("end at 2^31 - 1, where the version stays", () => {
    const w = world().put("thread", [2], { chain: 5n, comments: 2 ** 31 - 2 });
    w.do(comment);
    assert.equal(w.read("thread", 2)?.comments, 2 ** 31 - 1);
    const full = w.read("thread", 2);
    w.do(comment);
    assert.deepEqual([w.read("thread", 2), w.read("opinion", 1, 2)?.version], [full, 1]);
    const other = world()
      .put("thread", [2], { chain: 5n, comments: 2 ** 31 - 1 })
      .do(comment);
    assert.deepEqual([other.touched, other.read("opinion", 1, 2)], [[2, 1], undefined]);
  });
});

describe("receipts of play", () => {
  const play = (seconds: number): Operation => ({ kind: "play", actor: 1, work: 2, seconds });

  test("count no more than the epoch's seconds, over all works", async () => {
    const w = await world().sign(play(600), 0);
    await w.sign(play(600), 1);
    assert.deepEqual(w.read("watched", 1, EPOCH), { seconds: 1_000 });
    assert.equal(w.read("opinion", 1, 2)?.seconds, 1_000);
    await w.sign({ ...play(1), work: 3 } as Operation, 0);
    assert.deepEqual(w.read("opinion", 1, 3), { version: 1, likes: false, stars: 0, seconds: 0 });
    w.context = { ...w.context, time: TIME + 2_600 };
    await w.sign(play(5), 2);
    assert.equal(w.read("watched", 1, EPOCH + 1)?.seconds, 0, "an epoch begins with no second");
  });

  test("stop at 2^40 - 1", async () => {
    const w = world().put("opinion", [1, 2], { version: 0, likes: true, stars: 3, seconds: 2 ** 40 - 3 });
    await w.sign(play(5), 0);
    assert.deepEqual(w.read("opinion", 1, 2), { version: 1, likes: true, stars: 3, seconds: 2 ** 40 - 1 });
    assert.equal(w.read("watched", 1, EPOCH)?.seconds, 5);
  });
});

describe("receipts of peers", () => {
  const peer = (target: number, units: number, slot = 3): Operation => ({
    ...{ kind: "peer", actor: 1, target, slot, units },
  });

  test("keep the greatest, and a slot is one peer's", async () => {
    const w = await world().sign(peer(2, 7), EPOCH);
    await w.sign(peer(2, 5), EPOCH);
    await w.sign(peer(3, 99), EPOCH);
    assert.deepEqual(w.read("help", 1, EPOCH, 3), { peer: 2, units: 7 });
    await w.sign(peer(2, 2 ** 21 - 1), EPOCH);
    assert.equal(w.read("help", 1, EPOCH, 3)?.units, 2 ** 21 - 1);
  });

  test("of actor 0 hold a slot as any other", async () => {
    const w = await world().sign(peer(0, 0), EPOCH);
    await w.sign(peer(2, 1), EPOCH);
    assert.deepEqual(w.read("help", 1, EPOCH, 3), { peer: 0, units: 0 });
  });

  test("are of one epoch", async () => {
    assert.equal((await world().sign(peer(2, 7), EPOCH - 1)).read("help", 1, EPOCH, 3), undefined);
  });
});

describe("delegated keys", () => {
  const delegation: Operation = { kind: "delegate", actor: 1, place: 15, address: delegate.address };
  const follow: Operation = { kind: "follow", actor: 1, target: 2, key: 15 };

  test("sign until they are revoked", async () => {
    const w = await world().sign(delegation, 0);
    assert.deepEqual(w.read("key", 1, 15), { version: 1, key: BigInt(delegate.address) });
    await w.sign(follow, 0, delegate);
    assert.equal(w.read("pair", 1, 2)?.version, 1);
    await w.sign({ kind: "revoke", actor: 1, place: 15 }, 1);
    assert.deepEqual(w.read("key", 1, 15), { version: 2, key: 0n });
    await w.sign({ ...follow, kind: "unfollow" } as Operation, 1, delegate);
    assert.equal(w.read("pair", 1, 2)?.follows, true);
  });

  test("that are not there end the operation after the key's leaf, which is not written", async () => {
    assert.deepEqual((await world().sign(follow, 0, delegate)).touched, [1, 0]);
  });

  test("are not the first key, and sign for a retired actor", async () => {
    const w = world().put("key", [9, 15], { version: 1, key: BigInt(delegate.address) });
    await w.sign({ ...follow, actor: 9 } as Operation, 0, owner);
    assert.equal(w.read("pair", 9, 2), undefined);
    await w.sign({ ...follow, actor: 9 } as Operation, 0, delegate);
    assert.equal(w.read("pair", 9, 2)?.follows, true);
  });
});

describe("a signature", () => {
  const follow: Operation = { kind: "follow", actor: 1, target: 2 };

  test("is of this version, this word and this key, or the operation does nothing", async () => {
    for (const [version, signer] of [
      [1, owner],
      [0, delegate],
    ] as const)
      assert.deepEqual((await world().sign(follow, version, signer)).touched, [1, 0]);
    const comment: Operation = { kind: "comment", actor: 1, work: 2, textHash: TEXT };
    const other = packOperation({ ...comment, textHash: `0x${"ac".repeat(32)}` });
    const signature = await signOperation(owner, { ...contract, ...other, version: 0 });
    assert.equal(world().doSigned(comment, hexToBytes(signature)).read("thread", 2), undefined);
  });

  test("of zeros, of ones, or for another contract is none", async () => {
    const elsewhere = { ...contract, interactionInputs: owner.address, ...packOperation(follow), version: 0 };
    const foreign = hexToBytes(await signOperation(owner, elsewhere));
    for (const signature of [new Uint8Array(64), new Uint8Array(64).fill(0xff), foreign])
      assert.equal(world().doSigned(follow, signature).read("pair", 1, 2), undefined);
  });

  test("with a high s is good for the chain, and so for the engine", () => {
    const { operation, word } = packOperation(follow);
    const signer = signerOf(hexToBytes(operation), hexToBytes(word), 0, HIGH_S);
    assert.ok(signer !== undefined);
    const w = world();
    w.context = { ...w.context, firstKeyOf: () => signer };
    assert.equal(w.doSigned(follow, HIGH_S).read("pair", 1, 2)?.follows, true);
  });
});

describe("a mark", () => {
  const follow: Operation = { kind: "follow", actor: 1, target: 2 };

  test("of a signature that was not shown, or for another version, ends the operation", () => {
    for (const mark of [2n, 65_534n, 65_535n])
      assert.deepEqual(world().doMarked(mark, follow).touched, [1, 0], `${mark}`);
  });

  test("of the version that is lets the operation through, each by its own place", () => {
    assert.equal(world().doMarked(1n, follow).read("pair", 1, 2)?.follows, true);
    const w = world().doMarked((1n << 16n) | (65_535n << 32n), follow, follow, follow);
    assert.deepEqual(w.read("pair", 1, 2), { version: 1, follows: true });
    assert.equal(
      world()
        .doMarked(65_535n << 16n, follow)
        .read("pair", 1, 2)?.version,
      1,
    );
  });
});

test("a record takes operations up to version 65,532", () => {
  const w = world().put("pair", [1, 2], { version: 65_532, follows: false });
  w.do({ kind: "follow", actor: 1, target: 2 });
  assert.deepEqual(w.read("pair", 1, 2), { version: 65_533, follows: true });
  w.do({ kind: "unfollow", actor: 1, target: 2 });
  assert.deepEqual(w.read("pair", 1, 2), { version: 65_533, follows: true });
});

test("a stride reads its leaves in the order of the page", async () => {
  const w = world().put("key", [1, 15], { version: 1, key: BigInt(delegate.address) });
  await w.sign({ kind: "like", actor: 1, work: 2, key: 15 }, 0, delegate);
  assert.deepEqual(w.reads.keys, [leafKey("key", 1, 15), leafKey("opinion", 1, 2), leafKey("work", 2)]);
  assert.deepEqual(w.reads.values, [
    encodeLeaf("key", { version: 1, key: BigInt(delegate.address) }),
    0n,
    0n,
  ]);
});
