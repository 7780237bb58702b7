// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createWalletClient, type Hex, http, parseEther, stringToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { newPayer } from "../localnet/payer.ts";
import type { Scope } from "../localnet/scope.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { KEYHOLDER } from "../operators/registration.ts";
import { operatorRegistryAbi, streamTokenAbi } from "../sdk/abis.generated.ts";
import { encodeEvidence } from "../sdk/access/encodeEvidence.ts";
import { paidPeriodTypedData } from "../sdk/access/paidPeriod.ts";
import { freePolicy, meteredPolicy } from "../sdk/access/terms.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { PeriodRefused, requestPeriod } from "../sdk/channels/requestPeriod.ts";
import type { Committee } from "../sdk/encryption/committee.ts";
import { KeyDenied, KeyUnavailable } from "../sdk/encryption/committeeErrors.ts";
import { committeeKeys, type KeyPlace } from "../sdk/encryption/committeeKeys.ts";
import type { SignedFalsehood } from "../sdk/encryption/gatherKey.ts";
import { startTestSequencer } from "../sequencer/testing/startTestSequencer.ts";
import { type Actor, dealTo, handOut, newActor, publishSealed } from "./testing/meteredWork.ts";
import { publicKeyOf, startTestKeyholder } from "./testing/startTestKeyholder.ts";

const PRICE_WEI = 1_000n;

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

/** An operator whose endpoint takes every connection, and never answers. */
async function hungMember(t: Scope) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket)).listen(0, "127.0.0.1");
  t.onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, "listening");
  const { key, account } = await devchain.newAccount(parseEther("1000"));
  const { OperatorRegistry, StreamToken } = devchain.deployment.contracts;
  const bond = parseEther("1000");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const wallet = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) });
  const mined = async (hash: Hex) => devchain.anvil.client.waitForTransactionReceipt({ hash });
  const approved = { address: StreamToken, abi: streamTokenAbi, functionName: "approve" } as const;
  await mined(await wallet.writeContract({ ...approved, args: [OperatorRegistry, bond] }));
  const registered = {
    address: OperatorRegistry,
    abi: operatorRegistryAbi,
    functionName: "register",
  } as const;
  const region = stringToHex("test", { size: 8 });
  await mined(
    await wallet.writeContract({ ...registered, args: [KEYHOLDER.number, region, endpoint, bond] }),
  );
  return { memberKey: publicKeyOf(key) };
}

/** Reads a committee; `keep` leaves members out, as a viewer might. */
const reader =
  ({ client }: Actor, keep: (place: number) => boolean = () => true) =>
  async (committeeId: Hex, epoch?: number): Promise<Committee> => {
    const committee = await client.committee.getCommittee({ committeeId, epoch });
    const members = committee.members.map((member, at) =>
      keep(at + 1) ? member : { ...member, endpoint: "" },
    );
    return { ...committee, members };
  };

test("a viewer who pays gets keys from 3 of 5 nodes while one hangs and one lies, stops paying and gets no more; the liar is named and slashed", async (t) => {
  const [publisher, dealer] = [await newActor(devchain), await newActor(devchain)];
  const sequencer = await startTestSequencer(t, devchain, { bond: "1000", pollMs: 20, settleIdleSec: 3_600 });
  // one after another: one account pays all bonds
  const honest: Awaited<ReturnType<typeof startTestKeyholder>>[] = [];
  for (let n = 0; n < 3; n += 1) honest.push(await startTestKeyholder(t, devchain));
  const liar = await startTestKeyholder(t, devchain, { faultShare: true });
  const members = [...honest, await hungMember(t), liar];
  const dealt = await dealTo(devchain, dealer, {
    ...{ threshold: 3, memberKeys: members.map(({ memberKey }) => memberKey) },
  });
  await handOut(dealt, [...honest, undefined, liar]);
  const terms = meteredPolicy({ sequencer: sequencer.operator, pricePerPeriodWei: PRICE_WEI });
  const { work, payee, keyOf } = await publishSealed(publisher, dealt, terms);

  const payer = await newPayer(devchain, { payee, depositWei: 10n * PRICE_WEI });
  const viewer = payer.client.account;
  const receiptFor = ({ contentId, period }: Pick<KeyPlace, "contentId" | "period">, priceWei = PRICE_WEI) =>
    requestPeriod({
      ...{ ...payer.contract, channelId: payer.channelId, sessionAccount: payer.sessionAccount },
      ...{ sequencerUrl: sequencer.url, contentId, period: BigInt(period), priceWei, retries: 0 },
    });
  const lies: SignedFalsehood[] = [];
  const asking = {
    ...{ client: dealer.client, viewer: viewer.address, signer: viewer },
    evidence: async (place: KeyPlace) => encodeEvidence(terms, { paidPeriod: await receiptFor(place) }),
    onLiar: (lie: SignedFalsehood) => void lies.push(lie),
  };
  const keys = committeeKeys(asking);

  assert.deepEqual(await keys.periodKey(work, 0, 0), keyOf(0), "the first period is on credit");
  await assert.rejects(
    keys.periodKey(work, 0, 1),
    (error) => error instanceof PeriodRefused && error.code === "not_paid",
  );
  await payer.post(sequencer.url, PRICE_WEI);
  assert.deepEqual(await keys.periodKey(work, 0, 1), keyOf(1));
  // stops paying: no receipt, and no other receipt opens the next period
  await assert.rejects(keys.periodKey(work, 0, 2), PeriodRefused);
  const old = await receiptFor({ contentId: work.contentId, period: 1 });
  const forger = privateKeyToAccount(generatePrivateKey());
  const metered = {
    chainId: payer.contract.chainId,
    meteredPolicy: devchain.deployment.contracts.MeteredPolicy,
  };
  const receipt = { ...old.receipt, period: 2n };
  const forged = await forger.signTypedData(paidPeriodTypedData(metered, receipt));
  for (const paidPeriod of [
    old,
    { receipt, signature: old.signature },
    { receipt, signature: forged },
    undefined,
  ]) {
    const cheating = committeeKeys({ ...asking, evidence: () => encodeEvidence(terms, { paidPeriod }) });
    await assert.rejects(cheating.periodKey(work, 0, 2), KeyDenied);
  }
  // another account with the viewer's own receipt
  const thief = privateKeyToAccount(generatePrivateKey());
  const stolen = committeeKeys({
    ...{ ...asking, viewer: thief.address, signer: thief },
    evidence: () => encodeEvidence(terms, { paidPeriod: old }),
  });
  await assert.rejects(stolen.periodKey(work, 0, 1), KeyDenied);

  // with two honest nodes the liar's answer is needed, so it is looked at
  const withLiar = committeeKeys({
    ...asking,
    getCommittee: reader(dealer, (place) => [1, 2, 5].includes(place)),
  });
  await assert.rejects(withLiar.periodKey(work, 0, 1), KeyUnavailable);
  assert.deepEqual([...new Set(lies.map(({ node }) => node.address))], [liar.operator]);
  const [{ answer, signature, hints }] = lies as [SignedFalsehood];
  const accuser = await newActor(devchain);
  const slashed = await accuser.client.committee.slashKeyholderSync({ answer, signature, hints });
  assert.ok(slashed);
  const operator = await accuser.client.operator.getOperator({ operator: liar.operator });
  assert.equal(operator.slashed, true);
  assert.ok((await devchain.balanceOf(accuser.account.address)) > 0n, "half of the bond is the accuser's");
});

test("A11: access is read below the head: who lost it keeps it for so many blocks, and who got it waits as long", async (t) => {
  const publisher = await newActor(devchain);
  const node = await startTestKeyholder(t, devchain, { confirmations: 2 });
  const dealt = await dealTo(devchain, publisher, { threshold: 1, memberKeys: [node.memberKey] });
  const mine = (blocks: number) => devchain.anvil.client.mine({ blocks });
  await mine(2);
  await handOut(dealt, [node]);
  const { work, contentId, keyOf } = await publishSealed(publisher, dealt, undefined);
  await mine(2);
  const viewer = privateKeyToAccount(generatePrivateKey());
  const keys = () =>
    committeeKeys({
      ...{ client: publisher.client, viewer: viewer.address, signer: viewer },
    }).periodKey(work, 0, 0);
  const sees = async () => {
    const block = Number(await devchain.anvil.client.getBlockNumber({ cacheTime: 0 }));
    await waitFor("the node to see the head", async () => (await metric(node.url, "head_block")) >= block);
  };
  await sees();
  await assert.rejects(keys(), KeyDenied, "a work without a policy is nobody's");
  const setPolicy = (policy: ReturnType<typeof freePolicy> | undefined) =>
    publisher.client.access.setDefaultPolicySync({ contentId, policy });
  await setPolicy(freePolicy());
  await mine(1);
  await sees();
  await assert.rejects(keys(), KeyDenied, "one block is not enough");
  await mine(1);
  await sees();
  assert.deepEqual(await keys(), keyOf(0));
  await setPolicy(undefined);
  await mine(1);
  await sees();
  assert.deepEqual(await keys(), keyOf(0));
  await mine(1);
  await sees();
  await assert.rejects(keys(), KeyDenied);
});
