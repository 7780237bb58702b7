// SPDX-License-Identifier: GPL-3.0-or-later
// A deal from its opening to the last wei: two edges own a work, one of them is asked for a piece and is silent.
import assert from "node:assert/strict";
import { createWalletClient, http, keccak256, parseEther, zeroHash } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { addressesOf } from "../sdk/addresses.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { EDGE_ROLE } from "../sdk/content/getEdges.ts";
import { EPOCH_SEC, epochOf, type Holding, signHolding } from "../sdk/content/holding.ts";
import { tributaryActions } from "../sdk/tributaryActions.ts";
import { runCli } from "./testing/runCli.ts";

/** Of a copy and an epoch: two gigabytes at 0.01. */
const SHARE_WEI = parseEther("0.02");
const DELAY = 3n;

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

async function actor(streamWei: bigint) {
  const { account, key } = await devchain.newAccount(streamWei);
  const client = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) }).extend(
    tributaryActions(addressesOf(devchain.deployment)),
  );
  return { account, key, client };
}

async function edge(region: string) {
  const made = await actor(parseEther("2000"));
  const bondWei = parseEther("2000");
  await made.client.operator.registerSync({
    ...{ role: EDGE_ROLE, region, endpoint: "https://edge.example", bondWei },
  });
  await made.client.placement.declareCapacitySync({ gigabytes: 70 });
  return made;
}

const present = async () => epochOf((await devchain.anvil.client.getBlock()).timestamp);

async function passTo(epoch: bigint) {
  await devchain.anvil.client.setNextBlockTimestamp({ timestamp: epoch * BigInt(EPOCH_SEC) });
  await devchain.anvil.client.mine({ blocks: 1 });
}

test("what was kept is paid, what was not is not, and the rest comes back to the wei", async (t) => {
  const publisher = await actor(parseEther("10"));
  const [honest, silent] = [await edge("eu"), await edge("us")];
  const sizes = { leafCount: 40_000n, byteCount: 2_000_000_000n, checkpointsRoot: keccak256("0x01") };
  const { contentId } = await publisher.client.content.registerSync({
    ...{ salt: zeroHash, payee: payeeOfAddress(publisher.account.address), ratePerSecondWei: 1n, ...sizes },
  });
  const { AvailabilityCourt: availabilityCourt } = devchain.deployment.contracts;
  const holding: Holding = { contentId, generation: 0, leafCount: 40_000n, until: (await present()) + 50n };
  const signed = async ({ account }: typeof honest) => ({
    holding,
    signature: await signHolding(account, { chainId: 31_337, availabilityCourt }, holding),
  });
  // anyone may post what an edge signed
  for (const each of [honest, silent]) await publisher.client.deal.postHoldingSync(await signed(each));

  const env = {
    TRIBUTARY_RPC_URL: devchain.rpcUrl,
    TRIBUTARY_DEPLOYMENT: devchain.deployment.path,
    TRIBUTARY_KEY: publisher.key,
    TRIBUTARY_DATA_DIR: scratchDir(t),
  };
  const deal = async (...args: string[]) => {
    const { code, out, err } = await runCli(["deal", ...args], { env });
    assert.equal(code, 0, err);
    return out;
  };
  const balance = () => devchain.balanceOf(publisher.account.address);
  const before = await balance();
  assert.equal(await deal("open", contentId, "--price", "0.01", "--epochs", "2", "--dry-run"), "");
  assert.equal(await balance(), before);
  assert.equal(await deal("open", contentId, "--price", "0.01", "--epochs", "2"), "0\n");
  const first = (await present()) + 1n;
  assert.equal(await deal("top-up", contentId, "0", "--epochs", "3"), `paid to epoch ${first + 4n}\n`);
  assert.equal(before - (await balance()), 5n * 3n * SHARE_WEI);

  // the first epoch: one edge is asked, and is silent
  await passTo(first);
  const slot = 0;
  const bondWei = await publisher.client.court.getBondOfSlot({ slot });
  const { request } = await publisher.client.court.requestPieceSync({
    ...(await signed(silent)),
    ...{ index: 7n, piece: 0, slot, piecesRoot: zeroHash, bondWei: 2n * bondWei },
  });
  const stopped = await deal("stop", contentId, "0");
  assert.equal(stopped, `0.24 STREAM returned to ${publisher.account.address}\n`);

  await passTo(first + 2n);
  const early = await runCli(["deal", "claim", contentId, "0", "--edge", silent.account.address], { env });
  assert.equal(early.code, 1);
  assert.match(early.err, /None of those epochs is due/);
  const rewarded = await balance();
  await publisher.client.court.collectSync({ request });
  const reward = (await balance()) - rewarded;

  await passTo(first + DELAY);
  const claim = (address: string, ...flags: string[]) =>
    runCli(["deal", "claim", contentId, "0", "--edge", address, ...flags], { env });
  const lost = await claim(silent.account.address);
  assert.equal(lost.code, 1);
  assert.match(lost.err, /None of those epochs is due/);
  const dry = await claim(honest.account.address, "--dry-run");
  assert.equal(dry.out, `0.02 STREAM is due to ${honest.account.address}\n`, dry.err);
  const paid = await claim(honest.account.address);
  assert.equal(paid.out, `0.02 STREAM paid to ${honest.account.address}\n`, paid.err);
  assert.equal(await devchain.balanceOf(honest.account.address), SHARE_WEI);
  assert.equal(await devchain.balanceOf(silent.account.address), 0n);
  assert.equal((await claim(honest.account.address)).code, 1, "a share is paid once");
  const shown = await deal("show", contentId);
  assert.match(shown, /^0 {2}0\.02 STREAM a copy and epoch, 3 copies, epochs \d+ to \d+, of 0x/);
  assert.match(shown, /paid 0\.02, held 0\.04 STREAM\n$/);

  await passTo(first + DELAY + 720n);
  assert.equal(
    await deal("take-back", contentId, "0", "--dry-run"),
    `0.04 STREAM would return to ${publisher.account.address}\n`,
  );
  await deal("take-back", contentId, "0");
  assert.equal((await balance()) - reward, before - SHARE_WEI, "all but what was kept came back");
  assert.equal(await devchain.balanceOf(devchain.deployment.contracts.StorageDeals), 0n);
});
