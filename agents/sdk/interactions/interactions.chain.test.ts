// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type Address, concatHex, type Hex, keccak256, numberToHex, padHex, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { interactionInputsAbi } from "../abis/interactionInputs.generated.ts";
import { foundry } from "../chain/foundry.ts";
import { peopleOf, random, type Somebody } from "../testing/people.ts";
import { refusedBy } from "../testing/refusedBy.ts";
import { assertionIdOf, falsehoodCommitmentOf } from "./assertion.ts";
import { OPERATION_BYTES, SIGNATURE_BYTES, STRIDE } from "./fields.ts";
import { encodeLeaf, type LeafKey, leafKey } from "./leaves.ts";
import { type Operation, packOperation } from "./operation.ts";
import type { Stride } from "./posting.ts";
import { signOperation } from "./signOperation.ts";

const SEQUENCER_ROLE = 3;

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
let sequencer: Somebody;
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
  const bondWei = await (await people.somebody()).operator.getMinimumBond({});
  sequencer = await people.somebody(bondWei);
  const endpoint = "https://sequencer.example";
  await sequencer.operator.registerSync({ role: SEQUENCER_ROLE, region: "eu", endpoint, bondWei });
});
afterAll(() => devchain.stop());

const anotherKey = () => privateKeyToAccount(generatePrivateKey());
/** A stride of one operation, the first. */
const strideFrom = (operation: Hex, signature?: Hex) => ({
  operations: padHex(operation, { dir: "right", size: STRIDE * OPERATION_BYTES }),
  signatures: signature
    ? padHex(signature, { dir: "right", size: STRIDE * SIGNATURE_BYTES })
    : ("0x" as const),
});

/** Two actors, the first of whom signs that it follows the second. */
async function follow(interactionInputs: Address = people.addresses.interactionInputs) {
  const [viewer, creator] = [await people.somebody(), await people.somebody()];
  const key = anotherKey();
  const { actor } = await viewer.interaction.registerSync({ key: key.address, interactionInputs });
  const other = { key: anotherKey().address, interactionInputs };
  const { actor: target } = await creator.interaction.registerSync(other);
  const operation: Operation = { kind: "follow", actor, target };
  const packed = packOperation(operation);
  const signed = { chainId: foundry.id, interactionInputs, ...packed, version: 0 };
  return { viewer, actor, target, packed, signature: await signOperation(key, signed) };
}

/** The tree of two leaves: its root, and what shows the first. */
function treeOf(leaves: [[LeafKey, bigint], [LeafKey, bigint]]): { root: Hex; witness: Hex } {
  const [own, beside] = leaves.map(([key, value]) =>
    keccak256(concatHex([numberToHex(BigInt(keccak(key)), { size: 32 }), word(value), word(1n)])),
  ) as [Hex, Hex];
  const [first, second] = leaves.map(([key]) => BigInt(keccak(key)).toString(2).padStart(256, "0"));
  let depth = 0;
  while (first![depth] === second![depth]) depth++;
  const folds = [beside, ...Array<Hex>(depth).fill(zeroHash)];
  const root = folds.reduce((node, sibling, step) => {
    const isRight = first![depth - step] === "1";
    return keccak256(concatHex(isRight ? [sibling, node] : [node, sibling]));
  }, own);
  const witness = concatHex([
    numberToHex(0x0201, { size: 2 }),
    byte(depth + 1),
    "0x00",
    byte(depth + 1),
    ...folds,
  ]);
  return { root, witness };
}
const byte = (value: number) => numberToHex(value, { size: 1 });
const word = (value: bigint) => numberToHex(value, { size: 32 });
const keccak = (key: LeafKey) => `0x${Buffer.from(key).toString("hex")}` as Hex;

test("a follow is posted and asserted; lies fall, by evidence or by time; the true state is final, and read", async () => {
  const { viewer, actor, target, packed, signature } = await follow();
  assert.equal(await viewer.interaction.getActorOf({ account: viewer.account.address }), actor);
  assert.equal(await viewer.interaction.getActorOf({ account: sequencer.account.address }), undefined);
  await assert.rejects(
    viewer.interaction.postInputsSync(strideFrom(packed.operation, signature)),
    refusedBy("InteractionInputs_NotASequencer"),
  );
  const shown = strideFrom(packed.operation, signature);
  const { number, posting } = await sequencer.interaction.postInputsSync(shown);
  assert.equal(number, (await viewer.interaction.getPostingCount({})) - 1n);
  assert.equal(posting.isSigned, true);

  const pair: [LeafKey, bigint] = [
    leafKey("pair", actor, target),
    encodeLeaf("pair", { version: 1, follows: true }),
  ];
  const { root, witness } = treeOf([
    pair,
    [leafKey("followers", target), encodeLeaf("followers", { count: 1 })],
  ]);
  const bondWei = await viewer.interaction.getBond({});
  const claim = { number, posting, rootBefore: zeroHash, bondWei };
  const claimed = (roots: Hex[]) => sequencer.interaction.assertStateSync({ ...claim, roots });
  await assert.rejects(claimed([root, root]), refusedBy("InteractionRollup_RootCountWrong"));
  const { id, assertion } = await claimed([root]);
  assert.equal(assertionIdOf(assertion), id);
  const lies = [[random(32)], [random(32)]] as const;
  const [shownLie, reapedLie] = [await claimed([...lies[0]]), await claimed([...lies[1]])];

  const [prover, copier] = [await people.somebody(), await people.somebody()];
  const salt = random(32);
  const committed = { id: shownLie.id, stride: 0n, prover: prover.account.address, salt };
  await prover.interaction.commitSync({ commitment: falsehoodCommitmentOf(committed) });
  await people.pass(1);
  const stride: Stride = { index: 0n, ...shown, path: [] };
  // both leaves under the root of the empty tree
  const evidence = { values: [0n, 0n], witness: "0x020200" } as const;
  const falsification = { posting, stride, evidence };
  await assert.rejects(
    prover.interaction.falsifySync({ assertion, roots: [root], ...falsification }),
    refusedBy("InteractionRollup_RootTrue"),
  );
  const { assertion: lie } = shownLie;
  const { rootAfter } = await copier.interaction.falsifySync({
    assertion: lie,
    roots: lies[0],
    ...falsification,
  });
  assert.equal(rootAfter, root);
  assert.equal((await viewer.interaction.getStatus({ id: shownLie.id })).holder, copier.account.address);
  await prover.interaction.takeRewardSync({ assertion: lie, salt });
  await people.pass((await viewer.interaction.getRevealTime({})) + 1);
  const reward = await copier.interaction.collectSync({ assertion: lie });
  assert.deepEqual(
    [reward.to, reward.paid, reward.burned],
    // the first quarter came with the falsification
    [prover.account.address, bondWei / 4n, bondWei / 2n],
  );

  assert.equal((await viewer.interaction.getStatus({ id })).verdict, "pending");
  await people.pass(await viewer.interaction.getWindow({}));
  await viewer.interaction.confirmSync({ assertion });
  assert.deepEqual(await viewer.interaction.getNext({}), { posting: number + 1n, root });
  await prover.interaction.reapSync({ assertion: reapedLie.assertion });
  assert.equal((await viewer.interaction.getStatus({ id: reapedLie.id })).verdict, "falsified");
  assert.equal((await viewer.interaction.collectSync({ assertion })).paid, bondWei);
  assert.equal((await viewer.interaction.getStatus({ id })).verdict, "paid");

  const isLeaf = (value: bigint) =>
    viewer.interaction.verifyLeaf({ posting: number, key: pair[0], value, witness });
  assert.deepEqual([await isLeaf(pair[1]), await isLeaf(pair[1] + 1n)], [true, false]);
  await assert.rejects(
    viewer.interaction.delayConfirmationSync({}),
    refusedBy("InteractionRollup_NotTheGuardian"),
  );
});

test("whom sequencers leave out forces a stride, and soon nothing else can be posted before it", async () => {
  const { viewer, packed, signature } = await follow();
  await assert.rejects(viewer.interaction.postForcedSync({}), refusedBy("InteractionInputs_NothingForced"));
  const { place } = await viewer.interaction.forceStrideSync(strideFrom(packed.operation, signature));
  assert.deepEqual(await viewer.interaction.getQueue({}), { from: place, to: place + 1n });
  await people.pass(await viewer.interaction.getForceDelay({}));
  await assert.rejects(
    sequencer.interaction.postInputsSync(strideFrom(packed.operation)),
    refusedBy("InteractionInputs_ForcedFirst"),
  );
  const { posting } = await viewer.interaction.postForcedSync({});
  assert.deepEqual([posting.strides, posting.isSigned], [1, true]);
});

test("a doubted signature is demanded and shown, or the whole posting does nothing and the bond comes back", async () => {
  // the devnet's time for demands is a second: the same contract, with an hour
  const { contentRegistry, operatorRegistry, interactionRollup } = people.addresses;
  const { bytecode } = JSON.parse(readFileSync("out/InteractionInputs.sol/InteractionInputs.json", "utf8"));
  const hash = await sequencer.deployContract({
    ...{ abi: interactionInputsAbi, bytecode: bytecode.object },
    args: [contentRegistry, operatorRegistry, interactionRollup, 60, 3_600],
  });
  const deployed = await sequencer.waitForTransactionReceipt({ hash });
  const at = { interactionInputs: deployed.contractAddress! };

  const { viewer, packed, signature } = await follow(at.interactionInputs);
  // the same twice: the second has an effect only for the version that the first leaves
  const operations = concatHex([packed.operation, packed.operation]);
  const posted = strideFrom(operations);
  const { number, posting } = await sequencer.interaction.postInputsSync({
    operations: posted.operations,
    ...at,
  });
  const stride: Stride = { index: 0n, ...posted, path: [] };
  const bondWei = await viewer.interaction.getDemandBond(at);
  const operation = { number, posting, stride, ...at };
  const marks = () => viewer.interaction.getMarksOf({ number, stride: 0n, ...at });
  await assert.rejects(
    viewer.interaction.demandSignatureSync({ ...operation, place: 2, bondWei }),
    refusedBy("InteractionInputs_NothingToSign"),
  );
  await viewer.interaction.demandSignatureSync({ ...operation, place: 0, bondWei });
  assert.equal(await marks(), 2n ** 256n - 1n);
  const shown = { ...operation, place: 0, version: 0, signature };
  await assert.rejects(
    sequencer.interaction.showSignatureSync({ ...shown, version: 1 }),
    refusedBy("InteractionInputs_SignatureInvalid"),
  );
  await sequencer.interaction.showSignatureSync(shown);
  assert.equal(await marks(), 1n);

  await viewer.interaction.demandSignatureSync({ ...operation, place: 1, bondWei });
  const reclaimed = { number, posting, stride: 0n, place: 1, ...at };
  await assert.rejects(
    viewer.interaction.reclaimBondSync(reclaimed),
    refusedBy("InteractionInputs_TooEarly"),
  );
  const finalAt = await viewer.interaction.getFinalAt({ posting, ...at });
  assert.equal(Number(finalAt), posting.postedAt + 2 * (await viewer.interaction.getDemandTime(at)));
  await people.pass(7_200);
  await viewer.interaction.reclaimBondSync(reclaimed);
  assert.equal(await marks(), 2n ** 256n - 1n);
});

test("a key that is retired signs for no later posting", async () => {
  const { viewer, actor } = await follow();
  const { posting } = await viewer.interaction.retireKeySync({});
  const keyOf = (number: bigint) => viewer.interaction.getKeyOf({ actor: BigInt(actor), posting: number });
  assert.equal(Number(await keyOf(posting)), 0);
  assert.notEqual(Number(await keyOf(posting - 1n)), 0);
});
