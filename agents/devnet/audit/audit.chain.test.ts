// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Address, createWalletClient, http, numberToHex, parseEther, publicActions } from "viem";
import { afterAll, beforeAll, describe, test } from "vitest";
import { builtCircuit } from "../../../circuits/builtCircuit.ts";
import { type ChainClient, connectChain } from "../../kernel/chain/chain.ts";
import { loadConfig } from "../../kernel/config/config.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { newPayer, type Payer } from "../../localnet/payer.ts";
import { roleSettings } from "../../localnet/roleSettings.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { proverConfig } from "../../prover/config.ts";
import { startProver } from "../../prover/service.ts";
import {
  contentRegistryAbi,
  paymentChannelsAbi,
  splitRollupAbi,
  streamTokenAbi,
} from "../../sdk/abis.generated.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { confirmWrite } from "../../sdk/chain/confirmWrite.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { payeeOfAddress } from "../../sdk/chain/payee.ts";
import { finalize } from "../../sdk/channels/finalize.ts";
import { startClose } from "../../sdk/channels/startClose.ts";
import { packRow } from "../../sdk/channels/voucherRow.ts";
import { CONTRACT_NAMES } from "../../sdk/contracts.generated.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { claimShare } from "../../splits/claims.ts";
import { prove, stopProving } from "../../splits/prove.ts";
import { createSplit } from "../../splits/splits.ts";
import type { SplitTable } from "../../splits/table.ts";
import { STAKE_WEI, startStaking } from "../story/staking.ts";
import { startStreaming } from "../story/streaming.ts";
import { auditChain, type KnownSplit } from "./audit.ts";
import { failuresOf } from "./check.ts";

const DEPOSIT = parseEther("5");
const PAID = parseEther("1.2") + 7n;
/** Solady's place of ERC-20's total supply. */
const SUPPLY_SLOT = numberToHex(0x05345cdf77eb68f44cn, { size: 32 });

let devchain: Devchain;
let publicClient: ChainClient;
let known: KnownSplit;
let someone: Awaited<ReturnType<typeof newWallet>>;
let beforeClaims: string[];
let payer: Payer;

async function newWallet(streamWei = 0n) {
  const { account, key } = await devchain.newAccount(streamWei);
  const transport = http(devchain.rpcUrl);
  const options = { account, chain: foundry, transport, pollingInterval: 20 };
  return { key, account, client: createWalletClient(options).extend(publicActions) };
}

const failures = async (splits: readonly KnownSplit[] = [known]) =>
  failuresOf((await auditChain({ publicClient, deployment: devchain.deployment, splits })).checks);

/** Runs `tamper`, returns the audit's failures, and reverts the chain. */
async function failuresAfter(tamper: () => Promise<unknown>): Promise<string[]> {
  const id = await devchain.anvil.client.snapshot();
  await tamper();
  const found = await failures();
  await devchain.anvil.client.revert({ id });
  return found;
}

const sendOneWei = (to: Address) =>
  confirmWrite(someone.client, {
    abi: streamTokenAbi,
    address: devchain.deployment.contracts.StreamToken,
    functionName: "transfer",
    args: [to, 1n],
  });

/** A stream, two seats of a pool and a purchase that pay an address, and a staker; all that flows has ended. */
async function streamAndStake() {
  const chain = await connectChain({
    rpcUrl: devchain.rpcUrl,
    contracts: CONTRACT_NAMES,
    deploymentPath: devchain.deployment.path,
  });
  const viewer = await newWallet(parseEther("100000"));
  const subscribers = [await newWallet(parseEther("100000")), await newWallet(parseEther("100000"))];
  const payee = payeeOfAddress((await newWallet()).account.address);
  const { ContentRegistry } = devchain.deployment.contracts;
  const registry = { abi: contentRegistryAbi, address: ContentRegistry } as const;
  const salt = numberToHex(1, { size: 32 });
  await confirmWrite(someone.client, {
    ...registry,
    functionName: "register",
    args: [salt, payee, parseEther("0.1") + 7n, 1n, 1n, salt],
  });
  const contentId = await publicClient.readContract({
    ...registry,
    functionName: "contentIdOf",
    args: [someone.account.address, salt],
  });
  const asPayer = ({ account, client }: typeof viewer) => ({ account, wallet: client });
  const staker = await newWallet(STAKE_WEI);
  const addresses = addressesOf(devchain.deployment);
  const { access: publisher } = someone.client.extend(tributaryActions(addresses));
  const edition = { contentId, edition: 1n };
  await publisher.setOfferSync({ ...edition, priceWei: parseEther("3") + 1n });
  const offer = await publisher.getOffer(edition);
  await viewer.client.extend(tributaryActions(addresses)).access.buySync({ ...edition, offer });
  const stakes = await startStaking(chain, { wallet: staker.client });
  const streaming = await startStreaming(
    chain,
    { contentId, payee },
    asPayer(viewer),
    subscribers.map(asPayer),
  );
  await devchain.anvil.client.increaseTime({ seconds: 61 });
  await streaming.stop();
  await stakes.leave();
}

// a channel that pays a split of three, settled, proved and claimed
beforeAll(async () => {
  devchain = await startDevchain();
  const { rpcUrl, deployment } = devchain;
  const { SplitRollup: rollup, PaymentChannels, StreamToken } = deployment.contracts;
  ({ publicClient } = await connectChain({ rpcUrl, contracts: [], deploymentPath: deployment.path }));
  someone = await newWallet(parseEther("1"));
  const recipients = [await newWallet(), await newWallet(), await newWallet()];
  const table: SplitTable = [3_333, 3_333, 3_334].map((bps, i) => ({
    recipient: recipients[i]!.account.address,
    bps,
  }));
  const { split, payee } = await createSplit(someone.client, { rollup, table });
  known = { split, table };

  payer = await newPayer(devchain, { payee, depositWei: DEPOSIT });
  const row = packRow({ ...payer.key, payer: payer.key.payer, ...(await payer.sign(PAID)) });
  await streamAndStake();
  await confirmWrite(someone.client, {
    abi: paymentChannelsAbi,
    address: PaymentChannels,
    functionName: "settle",
    args: [payee, StreamToken, row],
  });
  const { key } = await newWallet();
  const prover = await startProver(loadConfig(proverConfig, { flags: roleSettings(devchain, { key }) }));
  const settled = async () => {
    const contract = { abi: splitRollupAbi, address: rollup } as const;
    const state = await publicClient.readContract({ ...contract, functionName: "segmentOf", args: [0n] });
    return state.settledBatches === 1n;
  };
  await waitFor("the batch to be settled", settled);
  await prover.stop();
  beforeClaims = await failures();
  for (const position of table.keys()) {
    const { startBlock } = deployment;
    await claimShare(someone.client, {
      prove: (signals) => prove(builtCircuit("claim"), signals),
      publicClient,
      rollup,
      startBlock,
      split,
      table,
      position,
    });
  }
  await stopProving();
});
afterAll(() => devchain?.stop());

describe("the audit of a chain", () => {
  test("finds every sum right to the wei once all is claimed", async () => {
    const { checks } = await auditChain({ publicClient, deployment: devchain.deployment, splits: [known] });
    assert.deepEqual(failuresOf(checks), []);
    assert.deepEqual([...new Set(checks.map(({ property }) => property))].sort(), [
      "CNT-2",
      "PAY-1",
      "PAY-2",
      "REW-3",
      "SPL-1",
    ]);
    assert.equal(checks.length, 2 + 3 + 3 + 7 + 4 + 13 + 2);
  });

  test("names each share that was not claimed", () => {
    const revenue = PAID - parseEther("0.001");
    assert.equal(beforeClaims.length, 3);
    for (const [position, { bps }] of known.table.entries()) {
      assert.ok(
        beforeClaims[position]!.startsWith(`SPL-1: split 0 position ${position}: ${bps} bps of all revenue:`),
      );
      assert.match(beforeClaims[position]!, /, the chain says 0$/);
    }
    assert.match(beforeClaims[0]!, new RegExp(`expected 0\\.${(revenue * 3_333n) / 10_000n}`));
  });

  test("is content with a channel that was closed, and whose rest went back", async () => {
    const { PaymentChannels: paymentChannels } = devchain.deployment.contracts;
    const found = await failuresAfter(async () => {
      await startClose.sync(payer.client, { paymentChannels, key: payer.key });
      await devchain.anvil.client.increaseTime({ seconds: 901 });
      await devchain.anvil.client.mine({ blocks: 1 });
      await finalize.sync(payer.client, { paymentChannels, key: payer.key });
      assert.equal(await devchain.balanceOf(payer.key.payer), 2n * DEPOSIT - PAID);
    });
    assert.deepEqual(found, []);
  });

  test("sees one wei too much in PaymentChannels", async () => {
    const { PaymentChannels } = devchain.deployment.contracts;
    assert.deepEqual(await failuresAfter(() => sendOneWei(PaymentChannels)), [
      "PAY-2: PaymentChannels holds what is not spent: expected 3.799999999999999993, the chain says 3.799999999999999994",
    ]);
  });

  for (const contract of [
    "StreamingProtocol",
    "StreamPools",
    "Staking",
    "TokenVesting",
    "PurchasePolicy",
    "ViewerRewards",
  ] as const) {
    test(`sees one wei too much in ${contract}`, async () => {
      const [found, ...more] = await failuresAfter(() => sendOneWei(devchain.deployment.contracts[contract]));
      assert.match(found!, new RegExp(`^(PAY-2|REW-3): ${contract} holds `));
      assert.deepEqual(more, []);
    });
  }

  test("sees one wei too much in OperatorRegistry", async () => {
    const { OperatorRegistry } = devchain.deployment.contracts;
    assert.deepEqual(await failuresAfter(() => sendOneWei(OperatorRegistry)), [
      "PAY-2: OperatorRegistry holds the bonds of operators, without what was slashed: expected 0, the chain says 0.000000000000000001",
    ]);
  });

  test("sees one wei too much in SplitRollup", async () => {
    const found = await failuresAfter(() => sendOneWei(devchain.deployment.contracts.SplitRollup));
    assert.equal(found.length, 1);
    assert.match(found[0]!, /^PAY-2: SplitRollup holds the dust of rounding alone: expected 0\.0{16}/);
  });

  test("sees a collaborator with one wei that was not claimed", async () => {
    const { recipient } = known.table[1]!;
    const [found, ...more] = await failuresAfter(() => sendOneWei(recipient));
    assert.match(found!, new RegExp(`^SPL-1: ${recipient} holds what it claimed: `));
    assert.deepEqual(more, []);
  });

  test("sees one wei that was burned without a slashing", async () => {
    const index = SUPPLY_SLOT;
    const value = numberToHex(parseEther("1000000000") - 1n, { size: 32 });
    const address = devchain.deployment.contracts.StreamToken;
    const [found, ...more] = await failuresAfter(() =>
      devchain.anvil.client.setStorageAt({ address, index, value }),
    );
    assert.match(
      found!,
      /^CNT-2: half of what is slashed is burned, and what backs rewards that were paid: expected 1000000000, /,
    );
    assert.deepEqual(more, []);
  });

  test("sees a table that is not the one registered", async () => {
    const [first, second, third] = known.table;
    const found = await failures([{ split: known.split, table: [second!, first!, third!] }]);
    assert.match(found[0]!, /^SPL-1: split 0 is registered with its table: /);
    assert.equal(found.length, 1);
  });
});
