// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { bytesToHex, createWalletClient, getAddress, hashTypedData, http, publicActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { headOf } from "../kernel/chain/head.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { payeeOfAddress, payeeOfSplit } from "../sdk/chain/payee.ts";
import { channelIdOf, statusOfChannel } from "../sdk/channels/channel.ts";
import { closeByPayee } from "../sdk/channels/closeByPayee.ts";
import { finalize } from "../sdk/channels/finalize.ts";
import { getChannel } from "../sdk/channels/getChannel.ts";
import { openChannel } from "../sdk/channels/openChannel.ts";
import { PaymentSession } from "../sdk/channels/paymentSession.ts";
import { postVoucher } from "../sdk/channels/postVoucher.ts";
import { startClose } from "../sdk/channels/startClose.ts";
import { topUp } from "../sdk/channels/topUp.ts";
import { signVoucher, voucherTypedData } from "../sdk/channels/voucher.ts";
import { createChannelBook } from "./channelBook.ts";
import { startTestSequencer } from "./testing/startTestSequencer.ts";

const random = (bytes: number) => bytesToHex(randomBytes(bytes));
const randomAddress = () => getAddress(random(20));

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

async function newClient(streamWei = 0n) {
  const { account } = await devchain.newAccount(streamWei);
  const transport = http(devchain.rpcUrl);
  return createWalletClient({ account, chain: foundry, transport, pollingInterval: 20 }).extend(
    publicActions,
  );
}

async function openOne(depositWei: bigint) {
  const { PaymentChannels: paymentChannels, StreamToken: token } = devchain.deployment.contracts;
  const [payer, payee] = [await newClient(depositWei * 2n), await newClient()];
  const sessionAccount = privateKeyToAccount(generatePrivateKey());
  const opened = await openChannel.sync(payer, {
    paymentChannels,
    payee: payeeOfAddress(payee.account.address),
    token,
    salt: 7n,
    sessionKey: sessionAccount.address,
    windowSec: 900,
    depositWei,
  });
  const statusNow = async () =>
    statusOfChannel(await getChannel(payer, { paymentChannels, channelId: opened.channelId }));
  return { ...opened, paymentChannels, token, payer, payee, sessionAccount, statusNow };
}

test("ids and digests are the contract's, on 100 random channels", async () => {
  const paymentChannels = devchain.deployment.contracts.PaymentChannels;
  const contract = { abi: paymentChannelsAbi, address: paymentChannels } as const;
  for (let i = 0; i < 100; i++) {
    const payee = i % 2 === 0 ? payeeOfAddress(randomAddress()) : payeeOfSplit(BigInt(random(8)));
    const [payer, token, sessionKey] = [randomAddress(), randomAddress(), randomAddress()];
    const key = { payer, payee, token, salt: BigInt(random(8)), sessionKey };
    const cumulative = BigInt(random(12));
    const [id, digest] = await Promise.all([
      devchain.anvil.client.readContract({ ...contract, functionName: "channelIdOf", args: [key] }),
      devchain.anvil.client.readContract({
        ...contract,
        functionName: "voucherDigest",
        args: [payer, payee, token, key.salt, cumulative],
      }),
    ]);
    assert.equal(channelIdOf({ chainId: 31_337, paymentChannels, key }), id);
    assert.equal(
      hashTypedData(voucherTypedData({ chainId: 31_337, paymentChannels, key, cumulative })),
      digest,
    );
  }
});

test("a payer opens, tops up, closes, and is refunded after the window", async () => {
  const { key, channelId, paymentChannels, payer, statusNow } = await openOne(1_000n);
  assert.equal(await statusNow(), "open");
  await topUp.sync(payer, { paymentChannels, key, amountWei: 500n });
  assert.equal((await getChannel(payer, { paymentChannels, channelId })).deposit, 1_500n);
  const { closesAt } = await startClose.sync(payer, { paymentChannels, key });
  assert.equal(await statusNow(), "closing");
  await assert.rejects(finalize.sync(payer, { paymentChannels, key }), /PaymentChannels_TooEarly/);
  await devchain.anvil.client.setNextBlockTimestamp({ timestamp: BigInt(closesAt) });
  await devchain.anvil.client.mine({ blocks: 1 });
  await finalize.sync(payer, { paymentChannels, key });
  assert.equal(await statusNow(), "closed");
  assert.equal(await devchain.balanceOf(payer.account.address), 2_000n);
});

test("a payee closes at once, and takes what its voucher says", async () => {
  const { key, paymentChannels, payer, payee, sessionAccount, statusNow } = await openOne(1_000n);
  const voucher = await signVoucher({
    chainId: 31_337,
    paymentChannels,
    key,
    cumulative: 300n,
    sessionAccount,
  });
  await assert.rejects(
    closeByPayee.sync(payer, { paymentChannels, key, voucher }),
    /PaymentChannels_NotPayee/,
  );
  await closeByPayee.sync(payee, { paymentChannels, key, voucher });
  assert.equal(await statusNow(), "closed");
  assert.equal(await devchain.balanceOf(payee.account.address), 300n);
  assert.equal(await devchain.balanceOf(payer.account.address), 1_700n);
});

test("a payee closes without a voucher, and the payer has everything back", async () => {
  const { key, paymentChannels, payer, payee } = await openOne(1_000n);
  await closeByPayee.sync(payee, { paymentChannels, key });
  assert.equal(await devchain.balanceOf(payer.account.address), 2_000n);
});

test("the same channel cannot be opened twice", async () => {
  const { key, paymentChannels, payer } = await openOne(10n);
  await assert.rejects(
    openChannel.sync(payer, { ...key, paymentChannels, windowSec: 900, depositWei: 5n }),
    /PaymentChannels_AlreadyUsed/,
  );
});

test("two sessions promise the sum of their payments, at once and one after another", async (t) => {
  const { url } = await startTestSequencer(t, devchain);
  for (const atOnce of [true, false]) {
    const { key, paymentChannels, sessionAccount } = await openOne(1_000n);
    const parameters = {
      chainId: 31_337,
      paymentChannels,
      key,
      sessionAccount,
      sequencerUrl: url,
      depositWei: 1_000n,
    };
    const sessions = [new PaymentSession(parameters), new PaymentSession(parameters)] as const;
    const pays = Array.from({ length: 20 }, (_, n) => () => sessions[n % 2 === 0 ? 0 : 1].pay(7n));
    if (atOnce) await Promise.all(pays.map((pay) => pay()));
    else for (const pay of pays) await pay();
    assert.equal(sessions[0].paidWei, 140n);
    // another process knows nothing of the two, and begins from what the sequencer accepted
    const elsewhere = new PaymentSession({
      ...parameters,
      sequencerUrl: url.replace("127.0.0.1", "localhost"),
    });
    assert.equal((await elsewhere.pay(1n)).acceptedWei, 141n);
  }
});

test("one voucher posted by two services adds once, and each may ask again", async (t) => {
  const { url: sequencerUrl } = await startTestSequencer(t, devchain);
  const { key, paymentChannels, sessionAccount } = await openOne(1_000n);
  const contract = { chainId: 31_337, paymentChannels };
  const voucher = await signVoucher({ ...contract, key, cumulative: 70n, sessionAccount });
  const post = async (postedBy: string) =>
    (await postVoucher({ ...contract, sequencerUrl, key, voucher, postedBy })).addedWei;
  assert.deepEqual(
    [await post("one"), await post("two"), await post("one"), await post("two")],
    [70n, 0n, 70n, 0n],
  );
});

test("a channel that was opened while others looked at the chain is known", async () => {
  const publicClient = await newClient();
  const looked = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const getBlock: typeof publicClient.getBlock = async (at) => {
    const block = await publicClient.getBlock(at);
    looked.resolve();
    await opened.promise;
    return block;
  };
  const slow = { ...publicClient, getBlock };
  const { PaymentChannels: paymentChannels } = devchain.deployment.contracts;
  const book = createChannelBook({ publicClient: slow as never, paymentChannels, finalityBlocks: 0 });
  void headOf(slow).look();
  await looked.promise;
  const { channelId } = await openOne(10n);
  const found = book.find(channelId);
  opened.resolve();
  assert.equal((await found).latest.deposit, 10n);
});

test("a channel that was asked for before it opened, while all was read again, is known once it is open", async () => {
  const publicClient = await newClient();
  const asked = Promise.withResolvers<void>();
  const swept = Promise.withResolvers<void>();
  const getBlock: typeof publicClient.getBlock = async (at) => {
    asked.resolve();
    await swept.promise;
    return publicClient.getBlock(at);
  };
  const slow = { ...publicClient, getBlock };
  const [{ PaymentChannels: paymentChannels, StreamToken: token }, payer, payee] = [
    devchain.deployment.contracts,
    await newClient(10n),
    randomAddress(),
  ];
  const terms = { payee: payeeOfAddress(payee), token, salt: 7n, sessionKey: randomAddress() };
  const channelId = channelIdOf({
    ...{ chainId: 31_337, paymentChannels },
    key: { payer: payer.account.address, ...terms },
  });
  const book = createChannelBook({ publicClient: slow as never, paymentChannels, finalityBlocks: 0 });
  const found = book.find(channelId);
  await asked.promise;
  book.touchAll();
  await book.refresh([], await headOf(publicClient).look());
  swept.resolve();
  assert.equal(statusOfChannel((await found).latest), "none");
  await openChannel.sync(payer, { ...terms, paymentChannels, windowSec: 900, depositWei: 10n });
  assert.equal((await book.find(channelId)).latest.deposit, 10n);
});

test("a payment right after a top-up is taken", async (t) => {
  const { url: sequencerUrl } = await startTestSequencer(t, devchain);
  const { key, paymentChannels, sessionAccount, payer } = await openOne(10n);
  const contract = { chainId: 31_337, paymentChannels };
  const session = new PaymentSession({ ...contract, key, sessionAccount, sequencerUrl, depositWei: 10n });
  await session.pay(10n);
  await topUp.sync(payer, { paymentChannels, key, amountWei: 10n });
  session.raiseDeposit(20n);
  assert.equal((await session.pay(10n)).acceptedWei, 20n);
});
