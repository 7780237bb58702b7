// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createPublicClient, createWalletClient, http, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { makeAllowList } from "./access/allowList.ts";
import { encodeEvidence } from "./access/encodeEvidence.ts";
import { FOR_EVER } from "./access/offer.ts";
import { paidPeriodTypedData } from "./access/paidPeriod.ts";
import {
  type AccessTerms,
  allOf,
  allowListPolicy,
  anyOf,
  collaboratorPolicy,
  meteredPolicy,
  not,
  purchasePolicy,
  streamPolicy,
} from "./access/terms.ts";
import { addressesOf } from "./addresses.ts";
import { foundry } from "./chain/foundry.ts";
import { payeeOfAddress } from "./chain/payee.ts";
import { rateOf } from "./streams/rate.ts";
import { peopleOf, randomAddress } from "./testing/people.ts";
import { tributaryActions } from "./tributaryActions.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

test("a channel is opened, topped up, read and closed by the methods of extended clients", async () => {
  const addresses = addressesOf(devchain.deployment);
  const { account } = await devchain.newAccount(parseEther("3"));
  const { account: creator } = await devchain.newAccount();
  const transport = http(devchain.rpcUrl);
  const reader = createPublicClient({ chain: foundry, transport }).extend(tributaryActions(addresses));
  const payer = createWalletClient({ account, chain: foundry, transport }).extend(
    tributaryActions(addresses),
  );
  const payee = createWalletClient({ account: creator, chain: foundry, transport }).extend(
    tributaryActions(addresses),
  );

  const { channelId, key } = await payer.channel.openSync({
    payee: payeeOfAddress(creator.address),
    salt: 0n,
    sessionKey: account.address,
    windowSec: 900,
    depositWei: parseEther("2"),
  });
  await payer.channel.topUpSync({ key, amountWei: parseEther("1") });
  assert.equal((await reader.channel.getChannel({ channelId })).deposit, parseEther("3"));
  assert.equal(await devchain.balanceOf(account.address), 0n);
  await payee.channel.closeSync({ key });
  assert.equal(await devchain.balanceOf(account.address), parseEther("3"));
  assert.deepEqual(await reader.content.getEdges(), []);
  await assert.rejects(reader.content.getContent({ contentId: channelId }), /no work .* is registered/);
});

describe("who may have the keys of a work", () => {
  const place = { rendition: 0n, period: 3n };

  async function scene(terms: (creator: Person) => AccessTerms) {
    const people = peopleOf(devchain);
    const [creator, viewer] = [
      await people.somebody(parseEther("2000")),
      await people.somebody(parseEther("20")),
    ];
    const contentId = await people.publish(creator);
    await creator.access.setDefaultPolicySync({ contentId, policy: terms(creator) });
    return {
      people,
      creator,
      viewer,
      contentId,
      asked: { viewer: viewer.account.address, contentId, ...place },
    };
  }
  type Person = Awaited<ReturnType<ReturnType<typeof peopleOf>["somebody"]>>;

  test("says a stream or a name, and why not: no stream, a slow one, a paused one; then yes", async () => {
    const rate = rateOf({ amountWei: parseEther("0.002"), perSeconds: 1 });
    const { viewer, creator, contentId, asked } = await scene(() =>
      anyOf(streamPolicy({ rate }), collaboratorPolicy(randomAddress())),
    );
    const explain = () => viewer.access.explainAccess(asked);
    const words = "a stream at 0.002 STREAM a second";
    const nobody = await explain();
    assert.equal(nobody.allowed, false);
    assert.equal(nobody.because, `${words}: no stream is open; one named account: not among them`);
    const slow = rateOf({ amountWei: parseEther("0.001"), perSeconds: 1 });
    const { key } = await viewer.stream.openSync({ contentId, rate: slow, depositWei: parseEther("1") });
    assert.match((await explain()).because, /the stream flows too slowly/);
    await viewer.stream.setRateSync({ key, rate });
    assert.deepEqual(await explain().then(({ allowed, because }) => [allowed, because]), [
      true,
      `${words}: yes`,
    ]);
    assert.equal(await viewer.access.getHasAccess({ ...asked, evidence: "0x" }), true);
    await viewer.stream.pauseSync({ key });
    assert.match((await explain()).because, /the stream is paused/);
    await creator.access.setPolicySync({ contentId, rendition: 0n, policy: not(collaboratorPolicy()) });
    assert.equal((await explain()).allowed, true);
    await creator.access.setPolicySync({ contentId, rendition: 0n, policy: undefined });
    assert.equal((await explain()).allowed, false);
    await creator.access.setDefaultPolicySync({ contentId, policy: undefined });
    assert.equal((await explain()).because, "no policy lets anybody in");
    const tried = await viewer.access.explainAccess({ ...asked, terms: not(streamPolicy({ rate })) });
    assert.deepEqual([tried.allowed, tried.policy?.answer], [false, "unknown"]);
    const open = await viewer.access.explainAccess({ ...asked, terms: collaboratorPolicy(asked.viewer) });
    assert.equal(open.allowed, true);
    await assert.rejects(
      viewer.access.setDefaultPolicySync({ contentId, policy: undefined }),
      /AccessPolicy_NotPublisher/,
    );
  });

  test("takes a receipt for the period, and a path in a list, shown together", async () => {
    const listed = [randomAddress(), randomAddress()];
    let list = makeAllowList(listed);
    const { people, viewer, creator, contentId, asked } = await scene(() => allowListPolicy(list));
    list = makeAllowList([...listed, viewer.account.address]);
    const sequencer = creator.account.address;
    const metered = meteredPolicy({ sequencer, pricePerPeriodWei: 5n });
    const policy = allOf(metered, allowListPolicy(list));
    await creator.access.setDefaultPolicySync({ contentId, policy });
    const bondWei = await viewer.operator.getMinimumBond({});
    await creator.operator.registerSync({ role: 3, region: "eu", endpoint: "https://s.example", bondWei });

    const expiresAt = (await people.pass(1)) + 3_600;
    const receipt = { viewer: asked.viewer, contentId, period: asked.period, price: 5n, expiresAt };
    const { meteredPolicy: at } = people.addresses;
    const typed = paidPeriodTypedData({ chainId: foundry.id, meteredPolicy: at }, receipt);
    const paidPeriod = { receipt, signature: await creator.signTypedData(typed) };
    const shown = { paidPeriod, pathOf: () => list.pathOf(asked.viewer) };
    assert.deepEqual((await viewer.access.explainAccess(asked)).because.match(/no \w+ was shown/g), [
      ...["no receipt was shown", "no path was shown"],
    ]);
    const { allowed, evidence } = await viewer.access.explainAccess({ ...asked, shown });
    assert.equal(allowed, true);
    assert.equal(evidence, encodeEvidence(policy, shown));
    const next = { ...asked, period: 4n, shown };
    assert.match((await viewer.access.explainAccess(next)).because, /of another viewer, work or period$/);
    const later = await people.pass(3_700);
    assert.ok(later > expiresAt);
    assert.match((await viewer.access.explainAccess({ ...asked, shown })).because, /the receipt has expired/);
  });

  test("takes a purchase, which pays the payee what the buyer saw", async () => {
    const { people, viewer, creator, contentId, asked } = await scene(() => purchasePolicy({ edition: 4n }));
    const edition = { contentId, edition: 4n };
    await creator.access.setOfferSync({ ...edition, priceWei: parseEther("9"), durationSec: 60 });
    const offer = await viewer.access.getOffer(edition);
    const before = await people.balanceOf(creator);
    const { endsAt, paidWei } = await viewer.access.buySync({ ...edition, offer });
    assert.equal(paidWei, parseEther("9"));
    assert.equal(await people.balanceOf(creator), before + paidWei);
    assert.equal((await viewer.access.explainAccess(asked)).allowed, true);
    assert.equal(await viewer.access.getEditionEndsAt({ ...edition, viewer: asked.viewer }), endsAt);
    await people.pass(60);
    assert.match((await viewer.access.explainAccess(asked)).because, /not bought, or its time is over$/);
    await creator.access.setOfferSync({ ...edition, priceWei: parseEther("1") });
    await assert.rejects(viewer.access.buySync({ ...edition, offer }), /PurchasePolicy_OfferChanged/);
    const cheaper = await viewer.access.getOffer(edition);
    assert.equal((await viewer.access.buySync({ ...edition, offer: cheaper })).endsAt, FOR_EVER);
  });

  test("lets a viewer name a delegate, by a signature or a transaction, until all are revoked", async () => {
    const people = peopleOf(devchain);
    const viewer = await people.somebody();
    const { address: delegate } = privateKeyToAccount(generatePrivateKey());
    const expiresAt = (await people.pass(1)) + 3_600;
    const named = { viewer: viewer.account.address, delegate };
    const is = (signature: `0x${string}`) => viewer.access.getIsDelegate({ ...named, expiresAt, signature });
    const { signature } = await viewer.access.signAccessDelegation({ delegate, expiresAt });
    assert.deepEqual([await is(signature), await is("0x")], [true, false]);
    await viewer.access.setDelegateSync({ delegate, expiresAt });
    assert.deepEqual([await is(signature), await is("0x")], [true, true]);
    assert.equal((await viewer.access.revokeDelegatesSync()).series, 1);
    assert.deepEqual([await is(signature), await is("0x")], [false, false]);
    const again = await viewer.access.signAccessDelegation({ delegate, expiresAt });
    assert.equal(await is(again.signature), true);
  });
});
