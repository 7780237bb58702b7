// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { bytesToHex, concatHex, keccak256, numberToHex, padHex, parseEther, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { foundry } from "../chain/foundry.ts";
import { encodeLeaf } from "../interactions/leaves.ts";
import { packOperation } from "../interactions/operation.ts";
import { signOperation } from "../interactions/signOperation.ts";
import { peopleOf } from "../testing/people.ts";
import { refusedBy } from "../testing/refusedBy.ts";
import { burnedWei, rewardLeafKey } from "./reward.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

const SEQUENCER_ROLE = 3;
const UNITS = 20_000;
const OWED = 20_000n * 65_536n * 50_000_000n;

test("a peer is paid for what the one whom it helped signed, once it is final, out of what somebody backs", async () => {
  const people = peopleOf(devchain);
  const { interactionInputs } = people.addresses;
  const bondWei = await (await people.somebody()).operator.getMinimumBond({});
  const [sequencer, viewer, peer] = [
    await people.somebody(bondWei),
    await people.somebody(parseEther("5")),
    await people.somebody(),
  ];
  const endpoint = "https://sequencer.example";
  await sequencer.operator.registerSync({ role: SEQUENCER_ROLE, region: "eu", endpoint, bondWei });
  const key = privateKeyToAccount(generatePrivateKey());
  const { actor } = await viewer.interaction.registerSync({ key: key.address });
  const { actor: target } = await peer.interaction.registerSync({ key: key.address });
  const grant = await peer.vesting.getAllocationGrant({ allocation: "viewers" });
  await peer.vesting.releaseSync({ key: grant });

  // a receipt is for the epoch in which it is posted
  const now = await people.pass(1);
  if (now % 3_600 > 3_500) await people.pass(200);
  const epoch = Math.floor((await people.pass(1)) / 3_600);
  const packed = packOperation({ kind: "peer", actor, target, slot: 3, units: UNITS });
  const signature = await signOperation(key, {
    ...{ chainId: foundry.id, interactionInputs },
    ...{ ...packed, version: epoch },
  });
  const { number, posting } = await sequencer.interaction.postInputsSync({
    operations: padHex(packed.operation, { dir: "right", size: 192 }),
    signatures: padHex(signature, { dir: "right", size: 1_024 }),
  });
  // the only leaf of the state
  const help = { actor, epoch, slot: 3 };
  const value = encodeLeaf("help", { peer: target, units: UNITS });
  const word = (one: bigint) => numberToHex(one, { size: 32 });
  const root = keccak256(concatHex([bytesToHex(rewardLeafKey(help)), word(value), word(1n)]));
  const { assertion } = await sequencer.interaction.assertStateSync({
    ...{ number, posting, rootBefore: zeroHash, roots: [root] },
    bondWei: await peer.interaction.getBond({}),
  });

  const rates = await viewer.reward.getRewardRates();
  const amountWei = burnedWei(OWED, rates) + 5n;
  await viewer.token.approveSync({ spender: "viewerRewards", amountWei });
  const backing = { actor, epoch, kind: "help" } as const;
  await assert.rejects(
    viewer.reward.backSync({ ...backing, epoch: now, amountWei }),
    refusedBy("ViewerRewards_EpochTooFar"),
  );
  await viewer.reward.backSync({ ...backing, amountWei });
  const backer = viewer.account.address;
  const claim = {
    ...{ backer, ...help, peer: peer.account.address },
    leaf: { posting: number, value, witness: "0x020100" as const },
  };
  await assert.rejects(peer.reward.rewardHelpSync(claim), refusedBy("InteractionRollup_NoRoot"));
  await people.pass(await peer.interaction.getWindow({}));
  await peer.interaction.confirmSync({ assertion });

  const leaves = [{ ...help, backer, value }];
  const [before] = await peer.reward.getRewards({ leaves });
  assert.deepEqual(before, { owedWei: OWED, paidWei: 0n, leftWei: amountWei, dueWei: OWED });
  await assert.rejects(
    peer.reward.rewardHelpSync({ ...claim, peer: backer }),
    refusedBy("ViewerRewards_NotThePeer"),
  );
  await assert.rejects(
    peer.reward.rewardHelpSync({ ...claim, leaf: { ...claim.leaf, value: value + (1n << 32n) } }),
    refusedBy("ViewerRewards_NotInState"),
  );
  const rewarded = await peer.reward.rewardHelpSync(claim);
  assert.deepEqual([rewarded.paid, rewarded.burned], [OWED, burnedWei(OWED, rates)]);
  assert.equal(await people.balanceOf(peer), OWED);
  const [after] = await peer.reward.getRewards({ leaves });
  assert.deepEqual(after, { owedWei: OWED, paidWei: OWED, leftWei: 5n, dueWei: 0n }, "REW-2");

  const returning = { backer, ...backing };
  await assert.rejects(peer.reward.takeBackSync(returning), refusedBy("ViewerRewards_TooEarly"));
  const until = await peer.reward.getReturnsAt({ epoch });
  await people.pass(Number(until - (await peer.getBlock()).timestamp));
  assert.equal((await peer.reward.takeBackSync(returning)).amount, 5n);
  assert.equal(await people.balanceOf(viewer), parseEther("5") - burnedWei(OWED, rates), "REW-3");
  assert.equal(await peer.reward.getLeft(returning), 0n);
  assert.equal(await peer.reward.getHoldTime({}), 3n * BigInt(await peer.interaction.getWindow({})));
});
