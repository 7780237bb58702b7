// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createPublicClient, createWalletClient, http, parseEther } from "viem";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { addressesOf } from "./addresses.ts";
import { payeeOfAddress } from "./chain/payee.ts";
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
