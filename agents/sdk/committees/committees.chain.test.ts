// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Account, createWalletClient, type Hex, http, padHex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { addressesOf } from "../addresses.ts";
import { foundry } from "../chain/foundry.ts";
import { coordinatesOf, type Point } from "../encryption/curve.ts";
import { nobleCurve as curve } from "../encryption/nobleCurve.ts";
import { partialDecryption } from "../encryption/partialDecryption.ts";
import { mod } from "../encryption/scalars.ts";
import { combine, dealShares } from "../encryption/shares.ts";
import { tributaryActions } from "../tributaryActions.ts";
import { committeeIdOf } from "./committeeId.ts";
import { commitmentOf, type Dealer, dealingOf, drawDealer, openShare } from "./dealing.ts";
import { firstSeatsHash, generatedSeats, nextSeatsHash } from "./generatedSeats.ts";
import { KEYHOLDER_ROLE } from "./getCommittee.ts";
import { drawHandover, handedOnSeats, handedOnShare, handsOn } from "./handOn.ts";
import { type PartialDecryption, signPartialDecryption } from "./partialDecryption.ts";
import { slashHints } from "./slashHints.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

const salt = padHex("0x1", { size: 32 });
const base = curve.mulG(77n);

const clientOf = (account: Account) =>
  createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) }).extend(
    tributaryActions(addressesOf(devchain.deployment)),
  );

/** Three key nodes that serve. */
async function serve() {
  const { account: reader } = await devchain.newAccount();
  const bondWei = await clientOf(reader).operator.getMinimumBond({});
  const nodes: ReturnType<typeof clientOf>[] = [];
  for (const place of [1, 2, 3]) {
    const node = clientOf((await devchain.newAccount(bondWei)).account);
    await node.operator.registerSync({
      ...{ role: KEYHOLDER_ROLE, region: "eu", endpoint: `https://keys-${place}.example`, bondWei },
    });
    nodes.push(node);
  }
  return { nodes, members: nodes.map(({ account }) => account.address), bondWei };
}

/** What a node signs for `base` by a key share, and what accuses it. */
async function signedAnswer(committeeId: Hex, account: Account, index: number, point: Point, share: bigint) {
  const { keyCourt } = addressesOf(devchain.deployment);
  const { result, ...proof } = partialDecryption(curve, { committeeId, epoch: 0, index, point }, share, base);
  const place = { committeeId, epoch: 0, index, base: coordinatesOf(base) };
  const answer: PartialDecryption = { ...place, result: coordinatesOf(result), ...proof };
  const signature = await signPartialDecryption(account as never, { chainId: foundry.id, keyCourt }, answer);
  return { answer, signature, hints: slashHints(answer, coordinatesOf(point)) };
}

test("a committee is dealt, read and refreshed; a member that lies is slashed, one that does not is not", async () => {
  const { nodes, members, bondWei } = await serve();
  const owner = clientOf((await devchain.newAccount()).account);
  const dealt = dealShares(curve, { threshold: 2, size: 3 });
  const [points, publicKey] = [dealt.points.map(coordinatesOf), coordinatesOf(dealt.publicKey)];
  const { committeeId } = await owner.committee.dealSync({ salt, publicKey, threshold: 2, members, points });
  const { keyRegistry } = addressesOf(devchain.deployment);
  const name = { chainId: foundry.id, keyRegistry, owner: owner.account.address, salt };
  assert.equal(committeeId, committeeIdOf(name));
  assert.deepEqual(await owner.committee.getCommittee({ committeeId }), {
    ...{ id: committeeId, owner: owner.account.address, epoch: 0, threshold: 2, publicKey },
    members: members.map((address, at) => ({
      ...{ address, point: points[at]!, endpoint: `https://keys-${at + 1}.example`, bondWei },
    })),
  });
  assert.deepEqual(
    (await owner.committee.getCommittees()).map((one) => one.committeeId),
    [committeeId],
  );

  const answerOf = (index: number, share: bigint) =>
    signedAnswer(committeeId, nodes[index - 1]!.account, index, dealt.points[index - 1]!, share);
  const honest = await answerOf(1, dealt.shares[0]!);
  await assert.rejects(owner.committee.slashKeyholder(honest), { errorName: "KeyCourt_AnswerTrue" });
  // by another member's share
  const liar = await answerOf(2, dealt.shares[2]!);
  await owner.committee.refreshSync({ committeeId, threshold: 2, members, points: points.toReversed() });
  assert.equal((await owner.committee.slashKeyholderSync(liar)).keyholder, members[1]);

  const after = await owner.committee.getCommittee({ committeeId });
  assert.deepEqual([after.epoch, after.members.map((member) => member.bondWei)], [1, [bondWei, 0n, bondWei]]);
  const before = await owner.committee.getCommittee({ committeeId, epoch: 0 });
  assert.deepEqual(before.members[0]!.point, points[0]);
  await assert.rejects(owner.committee.getCommittee({ committeeId, epoch: 2 }), /no committee .* epoch 2/);
  await assert.rejects(owner.committee.getCommittee({ committeeId: salt }), /no committee/);
});

test("a committee generates its key with a liar among three, opens by two, and hands its key on", async () => {
  const { nodes, members } = await serve();
  const shape = { threshold: 2, size: 3 };
  const phaseSec = 600;
  const nextPhase = async () => {
    await devchain.anvil.client.increaseTime({ seconds: phaseSec });
    await devchain.anvil.client.mine({ blocks: 1 });
  };
  const { committee: founder } = clientOf((await devchain.newAccount()).account);
  const beginWith = async (salt: Hex) => {
    const { committeeId } = await founder.beginSync({ salt, threshold: 2, members, phaseSec });
    return committeeId;
  };
  const commitAll = async (dealers: readonly Dealer[]) => {
    for (const [at, dealer] of dealers.entries()) {
      const { committeeId, index } = dealer;
      await nodes[at]!.committee.commitSync({ committeeId, index, ...commitmentOf(curve, dealer) });
    }
    await nextPhase();
    const [transportKeys] = await founder.getDealers({ committeeId: dealers[0]!.committeeId });
    return transportKeys;
  };
  const confirmAll = async (committeeId: Hex, epoch: number, places: readonly number[], seats: Hex) => {
    for (const index of places)
      await nodes[index - 1]!.committee.confirmSync({ committeeId, epoch, index, seats });
  };
  const shareIn = (opened: ReturnType<typeof openShare>) =>
    "share" in opened ? opened.share : assert.fail("an honest dealer's share opens");

  const committeeId = await beginWith(salt);
  const dealers = [1, 2, 3].map((index) => drawDealer(curve, { committeeId, index, ...shape }));
  const transportKeys = await commitAll(dealers);
  const dealings = dealers.map((dealer) => dealingOf(curve, dealer, transportKeys));
  const [toFirst, ...rest] = dealings[2]!.sealedShares;
  dealings[2] = { ...dealings[2]!, sealedShares: [mod(toFirst! + 1n), ...rest] };
  for (const [at, dealing] of dealings.entries())
    await nodes[at]!.committee.revealSync({ committeeId, index: at + 1, dealing });
  await nextPhase();
  const open = (receiver: number, dealer: number) =>
    openShare(curve, dealers[receiver - 1]!, {
      ...{ dealer, transportKey: transportKeys[dealer - 1]!, dealing: dealings[dealer - 1]! },
    });
  const lie = open(1, 3);
  assert.ok("complaint" in lie);
  await founder.complainSync({ committeeId, dealing: dealings[2]!, complaint: lie.complaint });
  assert.equal((await founder.getGeneration({ committeeId })).qualified, 0b011);
  await nextPhase();
  const seats = generatedSeats(curve, dealings.slice(0, 2), 3);
  await confirmAll(committeeId, 0, [1, 3], firstSeatsHash(seats));
  await founder.finishSync({ committeeId, ...seats });
  await assert.rejects(confirmAll(committeeId, 0, [2], firstSeatsHash(seats)), {
    errorName: "KeyGeneration_NotTheNextEpoch",
  });
  const first = await founder.getCommittee({ committeeId });
  assert.deepEqual(first.publicKey, seats.publicKey);
  assert.deepEqual(
    first.members.map(({ point }) => point),
    seats.points,
  );

  // the liar too has a share, from the others
  const keyShareOf = (receiver: number) => mod(shareIn(open(receiver, 1)) + shareIn(open(receiver, 2)));
  const opens = (results: { index: number; share: bigint }[]) =>
    combine(
      curve,
      results.map(({ index, share }) => ({ index, result: curve.mulG(share) })),
    );
  const present = [1, 3].map((index) => ({ index, share: keyShareOf(index) }));
  assert.deepEqual(coordinatesOf(opens(present)!), seats.publicKey);

  const handingOn = await beginWith(padHex("0x2", { size: 32 }));
  const place = (index: number) => ({ committeeId: handingOn, index, ...shape });
  const givers = present.map(({ index, share }) => drawHandover(curve, place(index), share));
  const receivers = [givers[0]!, drawDealer(curve, place(2)), givers[1]!];
  const nextKeys = await commitAll(receivers);
  const handovers = givers.map((giver) => ({
    ...{ index: giver.index, dealing: dealingOf(curve, giver, nextKeys) },
  }));
  for (const { index, dealing } of handovers) {
    assert.ok(handsOn(dealing, seats.points[index - 1]!));
    await nodes[index - 1]!.committee.revealSync({ committeeId: handingOn, index, dealing });
  }
  const next = handedOnSeats(curve, handovers, 3);
  assert.deepEqual(next.publicKey, seats.publicKey);
  const terms = { threshold: 2, members, points: next.points };
  const hash = nextSeatsHash(terms.threshold, members, next.points);
  await confirmAll(committeeId, 1, [1], hash);
  await assert.rejects(founder.refreshByAgreement({ committeeId, ...terms }), {
    errorName: "KeyGeneration_TooFewConfirmed",
  });
  await confirmAll(committeeId, 1, [3], hash);
  await founder.refreshByAgreementSync({ committeeId, ...terms });
  assert.equal((await founder.getCommittee({ committeeId })).epoch, 1);
  const shares = receivers.map((receiver) => ({
    index: receiver.index,
    share: handedOnShare(
      handovers.map(({ index, dealing }) => {
        const published = { dealer: index, transportKey: nextKeys[index - 1]!, dealing };
        return { index, share: shareIn(openShare(curve, receiver, published)) };
      }),
    ),
  }));
  assert.deepEqual(coordinatesOf(opens(shares.slice(0, 2))!), seats.publicKey);
  assert.notDeepEqual(coordinatesOf(opens([shares[1]!, present[0]!])!), seats.publicKey);
});
