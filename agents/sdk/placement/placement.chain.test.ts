// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Hex, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { peopleOf, type Somebody } from "../testing/people.ts";
import { planProof, planRoot } from "./plan.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

const BOND = parseEther("1000");
const EDGE = 1;

async function scene(edges: number, works: number) {
  const people = peopleOf(devchain);
  const publisher = await people.somebody(BOND);
  const contentIds: Hex[] = [];
  for (let n = 0; n < works; n++) contentIds.push(await people.publish(publisher));
  const everyone: Somebody[] = [];
  for (let n = 0; n < edges; n++) {
    const edge = await people.somebody(BOND);
    const region = n % 2 ? "us-east" : "eu-west";
    await edge.operator.registerSync({ role: EDGE, region, endpoint: "https://edge.example", bondWei: BOND });
    await edge.placement.declareCapacitySync({ gigabytes: 1_000 + n });
    everyone.push(edge);
  }
  return { ...people, publisher, contentIds, edges: everyone };
}

test("a plan that anyone computes is the contract's; one that is not costs its edge the bond", async () => {
  const { pass, publisher, contentIds, edges } = await scene(6, 5);
  const [hot, spread] = [contentIds[0]!, contentIds[1]!];
  await publisher.placement.nameRegionsSync({ contentId: spread, regions: ["us-east", "eu-west"] });
  // a megabyte and a byte: a thousandth of the base doubles it
  const { streamingProtocol, popularity } = peopleOf(devchain).addresses;
  await publisher.token.approveSync({ spender: streamingProtocol, amountWei: parseEther("1000") });
  await publisher.token.approveSync({ spender: popularity, amountWei: parseEther("1000") });
  await publisher.stream.initiateSync({
    contentId: hot,
    durationSec: 100,
    ratePerSecondWei: parseEther("0.01"),
  });
  const { client } = devchain.anvil;
  await pass(50);
  const { account } = publisher;
  const counted = { contentId: hot, viewer: account.address, opener: account.address, salt: 0n };
  const { paid, heat } = await publisher.placement.countStreamSync(counted);
  assert.ok(paid >= parseEther("0.5") && heat > parseEther("400"));

  await pass(3_600);
  const plan = await publisher.placement.getPlan();
  assert.equal(plan.roster.length, 6);
  assert.deepEqual(
    plan.works.map(({ contentId }) => contentId),
    contentIds,
  );
  for (const { contentId, owners } of plan.works) {
    const onChain = await publisher.placement.getOwners({ contentId, epoch: plan.epoch });
    assert.deepEqual(
      owners,
      onChain.map((owner) => owner.toLowerCase()),
      "DEL-2: one plan",
    );
  }
  assert.equal(plan.works[0]!.owners.length, 6, "three more by popularity");
  assert.equal(plan.works[1]!.owners.length, 4, "two in each region");
  assert.equal(plan.works[2]!.owners.length, 3);

  const { epoch, blockNumber, blockHash, works } = plan;
  // no block knows its own hash
  await client.mine({ blocks: 1 });
  const [honest, liar] = edges as [Somebody, Somebody];
  await honest.placement.publishPlanSync({ epoch, root: planRoot(works), blockNumber, blockHash });
  const wrong = works.map((work, n) => (n === 3 ? { ...work, owners: [...work.owners].reverse() } : work));
  await liar.placement.publishPlanSync({ epoch, root: planRoot(wrong), blockNumber, blockHash });
  const accuse = (edge: Somebody, given: typeof works) => ({
    ...{ epoch, edge: edge.account.address, contentId: given[3]!.contentId },
    ...{ owners: given[3]!.owners, proof: planProof(given, 3) },
  });
  await assert.rejects(publisher.placement.disputeSync(accuse(honest, works)), /Placement_PlanTrue/);
  await assert.rejects(publisher.placement.disputeSync(accuse(honest, wrong)), /Placement_NotInPlan/);
  await publisher.placement.disputeSync(accuse(liar, wrong));
  assert.equal(await publisher.operator.getIsActive({ operator: liar.account.address, role: EDGE }), false);
  assert.equal(await publisher.operator.getIsActive({ operator: honest.account.address, role: EDGE }), true);

  // the slashed edge leaves its place once somebody says so, and what it had goes to others
  await publisher.placement.enroll({ edges: [liar.account.address] });
  await client.mine({ blocks: 1 });
  const next = await publisher.placement.getPlan({ epoch: epoch + 1n });
  assert.equal(next.roster[1], null);
  assert.ok(next.works.every(({ owners }) => !owners.includes(liar.account.address.toLowerCase() as never)));
  assert.deepEqual((await publisher.placement.getPlan({ epoch })).works, works, "an epoch that runs stays");
});
