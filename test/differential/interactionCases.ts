// SPDX-License-Identifier: GPL-3.0-or-later
// Writes random strides and what the engine makes of them, for Solidity. 300 of them, or INTERACTION_CASES; the same each time, others with another
// number as argument.
//
// `.cases/strides/0.bin`, `1.bin` and so on, without a hole, are each `abi.encode(bytes32 domainSeparator, Case[] cases)`, at most 25 cases a file:
//
//   struct Case {
//     uint40 time;            // of the posting
//     uint32 actors;          // counts in the posting
//     uint32 works;
//     bool isSigned;
//     uint256 marks;          // zero if signed
//     uint32[] keyed;         // actors that have a first key: all others have none
//     address[] firstKeys;    // of these
//     bytes operations;       // 192
//     bytes signatures;       // 1,024 or none
//     bytes32[] keys;         // what the stride reads, in the order of the first reading; may be empty, and then so is the witness
//     uint256[] read;         // the values of these leaves before, which the evidence has
//     uint256[] values;       // and after
//     bytes witness;
//     bytes32 before;         // the state's root before the stride
//     bytes32 afterwards;     // and after it: equal where nothing is read
//   }
//
// `.cases/trees.bin` is `abi.encode(Tree[] trees)`, leaves with keys that share up to 247 bits:
//
//   struct Tree { bytes32[] keys; uint256[] read; uint256[] values; bytes witness; bytes32 before; bytes32 afterwards; }
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import {
  bytesToHex,
  domainSeparator,
  encodeAbiParameters,
  hexToBytes,
  numberToHex,
  parseAbiParameters,
} from "viem";
import { createOperationDigest } from "../../agents/interactions/operationDigest.ts";
import { RecordedReads } from "../../agents/interactions/recordedReads.ts";
import { createSignerOf, type SignerOf } from "../../agents/interactions/signerOf.ts";
import { StateTree } from "../../agents/interactions/stateTree.ts";
import { keyBeside } from "../../agents/interactions/testing/plainTree.ts";
import { type Context, executeStride, type Stride } from "../../agents/interactions/transition.ts";
import { witnessOf } from "../../agents/interactions/witness.ts";
import { tributaryDomain } from "../../agents/sdk/chain/domain.ts";
import { type Fields, readFields, writeFields } from "../../agents/sdk/interactions/fields.ts";
import {
  decodeLeaf,
  encodeLeaf,
  type LeafKey,
  leafKey,
  PRESENT,
} from "../../agents/sdk/interactions/leaves.ts";
import { loadNativeSecp256k1 } from "../../agents/vouchers/nativeSecp256k1.ts";
import { Random } from "../model/random.ts";

const FOLDER = "test/differential/.cases";
const CASES = Number(process.env.INTERACTION_CASES ?? 300);
const CASES_EACH = 25;
const TREES = 200;
/** Cases after which the state begins anew. */
const EACH_STATE = 50;
const MOST_SHARED = 247;
const contract = {
  chainId: 31_337,
  interactionInputs: "0x0000000000000000000000000000000000001a7e",
} as const;

const random = new Random(Number(process.argv[2] ?? 0));
const shapes = parseAbiParameters([
  "bytes32 domainSeparator, Case[] cases",
  "struct Case { uint40 time; uint32 actors; uint32 works; bool isSigned; uint256 marks; uint32[] keyed; address[] firstKeys; bytes operations; bytes signatures; bytes32[] keys; uint256[] read; uint256[] values; bytes witness; bytes32 before; bytes32 afterwards; }",
]);
const treeShapes = parseAbiParameters([
  "Tree[] trees",
  "struct Tree { bytes32[] keys; uint256[] read; uint256[] values; bytes witness; bytes32 before; bytes32 afterwards; }",
]);
const secp256k1 = loadNativeSecp256k1();
const digestOf = createOperationDigest(contract);
const signerOf = createSignerOf(contract);
const bytes = (length: number) => hexToBytes(numberToHex(random.wide(8 * length), { size: length }));

/** Private keys by address: those of actors, and of keys that they delegate to. */
const secrets = new Map<bigint, Uint8Array>();
const addresses = Array.from({ length: 24 }, () => {
  const secret = bytes(32);
  // whoever signs anything is known by what recovers from it
  const address = signerOf(
    new Uint8Array(12),
    new Uint8Array(32),
    0,
    signed(new Uint8Array(12), new Uint8Array(32), 0, secret),
  )!;
  secrets.set(address, secret);
  return address;
});

/** Actors: some next to each other, and the last that there can be. The one at the end of the list was retired. */
const ACTORS = [0, 1, 2, 3, 4, 5, 6, 7, 2 ** 32 - 2, 9];
const WORKS = [0, 1, 2, 2 ** 32 - 2];
/** An actor whose key is the one that a signature with a high s recovers to. */
const FORGED_ACTOR = 8;

let state = new StateTree();
let time = 1_700_000_000;
rmSync(`${FOLDER}/strides`, { recursive: true, force: true });
mkdirSync(`${FOLDER}/strides`, { recursive: true });
const separator = domainSeparator({ domain: tributaryDomain(contract.chainId, contract.interactionInputs) });
for (let file = 0; file * CASES_EACH < CASES; file++) {
  const count = Math.min(CASES_EACH, CASES - file * CASES_EACH);
  const cases = Array.from({ length: count }, (_, at) => makeCase(file * CASES_EACH + at));
  writeFileSync(`${FOLDER}/strides/${file}.bin`, hexToBytes(encodeAbiParameters(shapes, [separator, cases])));
}
const trees = Array.from({ length: TREES }, makeTree);
writeFileSync(`${FOLDER}/trees.bin`, hexToBytes(encodeAbiParameters(treeShapes, [trees])));
console.log(`${FOLDER}: ${CASES} strides, ${TREES} trees`);

function makeCase(number: number) {
  if (number % EACH_STATE === 0) beginState();
  // the clock of postings never goes back; often it is near the end of an epoch
  time += random.pick([0, 1, random.below(5_000)]);
  if (random.chance(20)) time += 3_599 - (time % 3_600) + random.below(3);
  const isSigned = random.chance(60);
  const firstKeys = new Map(ACTORS.slice(0, -1).map((actor, at) => [actor, addresses[at]!]));
  const context = {
    ...{ time, isSigned, actors: random.chance(95) ? 2 ** 32 - 1 : random.between(0, 8) },
    works: random.chance(95) ? 2 ** 32 - 1 : random.between(0, 3),
    firstKeyOf: (actor: number) => firstKeys.get(actor) ?? 0n,
  };
  const signatures = new Uint8Array(isSigned ? 1_024 : 0);
  const stride: Stride = {
    operations: drawOperations(number, isSigned),
    signatures,
    marks: isSigned ? 0n : drawMarks(),
  };
  if (isSigned && random.chance(30)) forge(stride, firstKeys);
  if (random.chance(30)) saturate();

  const reads = dryRun(stride, { ...context, signerOf: signing(context) });
  for (const key of reads.keys) if (random.chance(10)) crowd(key);
  const before = bytesToHex(state.root());
  const start = state.now();
  const recorded = new RecordedReads(state);
  executeStride(recorded, { ...context, signerOf }, stride);
  const { keys, values: read } = recorded;
  const [values, afterwards] = [keys.map((key) => state.get(key)), bytesToHex(state.root())];
  state.undo(start);
  state.root();
  const witness = bytesToHex(witnessOf(state, keys));
  executeStride(state, { ...context, signerOf }, stride);
  return {
    ...{ time, actors: context.actors, works: context.works, isSigned, marks: stride.marks },
    ...{
      keyed: [...firstKeys.keys()],
      firstKeys: [...firstKeys.values()].map((key) => numberToHex(key, { size: 20 })),
    },
    ...{ operations: bytesToHex(stride.operations), signatures: bytesToHex(signatures) },
    ...{ keys: keys.map((key) => bytesToHex(key)), read, values, witness, before, afterwards },
  };
}

/** A state with other leaves, many or none, in which some actors have delegated already. */
function beginState(): void {
  state = new StateTree();
  for (let left = random.pick([0, 0, 1, 2, 30, 300]); left > 0; left--)
    state.set(bytes(32) as LeafKey, PRESENT | 1n);
  for (const actor of ACTORS)
    for (const place of [1, 15])
      if (random.chance(85))
        state.set(
          leafKey("key", actor, place),
          encodeLeaf("key", { version: 1, key: random.pick(addresses) }),
        );
}

function dryRun(stride: Stride, context: Context): RecordedReads {
  const start = state.now();
  const reads = new RecordedReads(state);
  executeStride(reads, context, stride);
  state.undo(start);
  return reads;
}

/** Sixteen operations: none, any bytes, each on leaves of its own, or what actors do. */
function drawOperations(number: number, isSigned: boolean): Uint8Array {
  const operations = new Uint8Array(192);
  if (number % EACH_STATE === 1 || random.chance(1)) return operations;
  if (random.chance(3)) return bytes(192);
  const isWide = isSigned && random.chance(8);
  for (let place = 0; place < 16; place++) {
    const fields = isWide ? drawWide(place) : drawFields();
    writeFields(operations, fields, 12 * place);
    // the word, which may also be cut off by the stride's end
    if (fields.kind !== 6 && fields.kind !== 9) continue;
    const word = fields.kind === 6 || random.chance(10) ? bytes(36) : addressWord();
    operations.set(word.subarray(0, 12 * (15 - place)), 12 * (place + 1));
    place += 3;
  }
  return operations;
}

/** Every operation reads three leaves that no other reads, where the actor has the key. */
function drawWide(place: number): Fields {
  const actor = ACTORS[place % ACTORS.length]!;
  const key = place < ACTORS.length ? 1 : 15;
  return { kind: random.pick([1, 3]), key, actor, target: 100 + place, value: 0 };
}

function drawFields(): Fields {
  const kind = random.pick([1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 8, 9, 9, 10]);
  const ofWork = kind >= 3 && kind <= 7;
  const byKey = kind >= 9;
  const fields = {
    kind,
    key: random.chance(byKey ? 97 : 70) ? 0 : random.pick([1, 2, 15]),
    actor: random.pick(ACTORS),
    target: byKey ? 0 : random.pick(ofWork ? WORKS : ACTORS),
    value: drawValue(kind),
  };
  if (random.chance(90)) return fields;
  const odd = {
    kind: random.below(16),
    key: random.below(16),
    actor: Number(random.sized(32)),
    target: Number(random.sized(32)),
    value: Number(random.sized(24)),
  };
  const field = random.pick(Object.keys(odd) as (keyof Fields)[]);
  return { ...fields, [field]: odd[field] };
}

function drawValue(kind: number): number {
  if (kind === 5) return random.below(7);
  if (kind === 7) return random.pick([0, 1, random.below(4_000), 2 ** 24 - 1]);
  if (kind === 8) return random.pick([0, 3, 7]) * 2 ** 21 + Number(random.sized(21));
  return kind >= 9 ? random.pick([1, 2, 15, 15, 16]) : 0;
}

function addressWord(): Uint8Array {
  const word = new Uint8Array(36);
  word.set(hexToBytes(numberToHex(random.chance(95) ? random.pick(addresses) : 0n, { size: 32 })));
  return word;
}

function drawMarks(): bigint {
  if (random.chance(50)) return 0n;
  let marks = 0n;
  for (let place = 0; place < 16; place++)
    marks = (marks << 16n) | BigInt(random.pick([0, 1, 1, 2, 3, 4, 65_533, 65_535]));
  return marks;
}

/** Signs what is executed, as its version is then; sometimes badly. The signature is written where it is read from. */
function signing({ firstKeyOf }: Pick<Context, "firstKeyOf">): SignerOf {
  return (operation, word, version, signature) => {
    const { kind, key, actor } = readFields(operation);
    if (actor === FORGED_ACTOR) return signerOf(operation, word, version, signature);
    const signer =
      key === 0 ? firstKeyOf(actor) : decodeLeaf("key", state.get(leafKey("key", actor, key))).key;
    const secret = secrets.get(random.chance(95) ? signer : random.pick(addresses));
    if (secret && random.chance(97))
      signature.set(signed(operation, word, version - (random.chance(3) ? 1 : 0), secret));
    if (random.chance(2)) signature[random.below(64)]! ^= 1 << random.below(8);
    if (random.chance(1)) signature.fill(random.pick([0, 0xff]), random.pick([0, 32]), random.pick([32, 64]));
    return kind === 0 ? undefined : signerOf(operation, word, version, signature);
  };
}

function signed(operation: Uint8Array, word: Uint8Array, version: number, secret: Uint8Array): Uint8Array {
  const { signature, recid } = secp256k1.ecdsaSign(digestOf(operation, word, Math.max(0, version)), secret);
  signature[32]! |= recid << 7;
  return signature;
}

/** Puts an operation first whose signature has the highest s that fits, and makes who signed it the actor. */
function forge({ operations, signatures }: Stride, firstKeys: Map<number, bigint>): void {
  const work = 1_000 + random.below(2 ** 20);
  writeFields(operations, { kind: 3, key: 0, actor: FORGED_ACTOR, target: work, value: 0 });
  for (;;) {
    signatures.set(bytes(32));
    signatures.fill(0xff, 32, 64);
    signatures[63]! = random.below(256);
    const signer = signerOf(operations.subarray(0, 12), new Uint8Array(32), 0, signatures.subarray(0, 64));
    if (signer === undefined) continue;
    firstKeys.set(FORGED_ACTOR, signer);
    return;
  }
}

/** Brings leaves to their ends. */
function saturate(): void {
  const actor = random.pick(ACTORS);
  const work = random.pick(WORKS);
  const version = random.between(65_531, 65_535);
  const opinionKey = leafKey("opinion", actor, work);
  const opinion = decodeLeaf("opinion", state.get(opinionKey));
  const seconds = random.chance(50) ? 2 ** 40 - 1 - random.below(2_000) : opinion.seconds;
  state.set(
    opinionKey,
    encodeLeaf("opinion", { ...opinion, seconds, version: random.chance(50) ? version : opinion.version }),
  );
  const threadKey = leafKey("thread", work);
  const thread = decodeLeaf("thread", state.get(threadKey));
  state.set(threadKey, encodeLeaf("thread", { ...thread, comments: 2 ** 31 - 1 - random.below(3) }));
  const pairKey = leafKey("pair", actor, random.pick(ACTORS));
  state.set(pairKey, encodeLeaf("pair", { ...decodeLeaf("pair", state.get(pairKey)), version }));
  const keyKey = leafKey("key", actor, 2);
  state.set(keyKey, encodeLeaf("key", { version, key: random.pick(addresses) }));
}

/** Puts a leaf beside `key` that shares many of its bits. */
function crowd(key: LeafKey): void {
  state.set(keyBeside(key, random.below(MOST_SHARED + 1), bytes(32)) as LeafKey, PRESENT | random.sized(255));
}

function makeTree() {
  const keys: LeafKey[] = [bytes(32) as LeafKey];
  for (let left = random.below(60); left > 0; left--) {
    const shared = random.chance(60) ? random.below(12) : random.below(MOST_SHARED + 1);
    const key = keyBeside(random.pick(keys), shared, bytes(32)) as LeafKey;
    if (keys.every((other) => !isNear(key, other))) keys.push(key);
  }
  const tree = new StateTree();
  for (const key of keys) if (random.chance(60)) tree.set(key, PRESENT | random.sized(255));
  const before = bytesToHex(tree.root());
  const shown = keys.filter(() => random.chance(50)).slice(0, 48);
  const [read, witness] = [shown.map((key) => tree.get(key)), bytesToHex(witnessOf(tree, shown))];
  const values = read.map((value) => (random.chance(60) ? PRESENT | random.sized(255) : value));
  for (const [at, key] of shown.entries()) if (values[at] !== read[at]) tree.set(key, values[at]!);
  const afterwards = bytesToHex(tree.root());
  return { keys: shown.map((key) => bytesToHex(key)), read, values, witness, before, afterwards };
}

/** Whether two keys share more bits than any that are found. */
function isNear(a: LeafKey, b: LeafKey): boolean {
  return Buffer.compare(a.subarray(0, 31), b.subarray(0, 31)) === 0;
}
