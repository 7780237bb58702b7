// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { bytesToHex, getAddress, type Hex } from "viem";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { newPayer } from "../localnet/payer.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { type PostTickParameters, postTick } from "../sdk/channels/postTick.ts";
import { type PostTickVoucherParameters, postTickVoucher } from "../sdk/channels/postTickVoucher.ts";
import { postVoucher, VoucherRefused } from "../sdk/channels/postVoucher.ts";
import { startClose } from "../sdk/channels/startClose.ts";
import { makeTickChain } from "../sdk/channels/tickChain.ts";
import { signTickVoucher } from "../sdk/channels/tickVoucher.ts";

const DEPOSIT = 1_000n;
const BASE = 100n;
const VALUE = 10n;
const random = (bytes: number) => bytesToHex(randomBytes(bytes));

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

/** A sequencer of its own, a payer, and a voucher with 64 ticks that is not posted yet. */
async function scene(t: Parameters<typeof spawnRole>[0]) {
  const { key: sequencerKey } = await devchain.newAccount();
  const env = {
    TRIBUTARY_RPC_URL: devchain.rpcUrl,
    TRIBUTARY_DEPLOYMENT: devchain.deployment.path,
    TRIBUTARY_DATA_DIR: join(devchain.directory, random(8)),
    TRIBUTARY_KEY: sequencerKey,
    TRIBUTARY_PORT: "0",
    TRIBUTARY_LOG_LEVEL: "silent",
    TRIBUTARY_FINALITY_BLOCKS: "0",
    TRIBUTARY_POLL_MS: "20",
    TRIBUTARY_SETTLE_IDLE_SEC: "3600",
    TRIBUTARY_SETTLE_MINIMUM_WEI: "0",
  };
  const start = () => spawnRole(t, "sequencer", env);
  const sequencer = await start();
  const creator = getAddress(random(20));
  const payer = await newPayer(devchain, { payee: payeeOfAddress(creator), depositWei: DEPOSIT });
  const { contract, key, channelId, sessionAccount } = payer;
  const ticks = makeTickChain();
  const sign = (cumulative = BASE, tickRoot: Hex = ticks[0]) =>
    signTickVoucher({ ...contract, key, sessionAccount, cumulative, tickRoot, tickValue: VALUE });
  const to = { sequencerUrl: sequencer.url, retries: 0 };
  const anchor = async (other: Partial<PostTickVoucherParameters> = {}) =>
    postTickVoucher({ ...to, ...contract, key, voucher: await sign(), ...other });
  const reveal = (count: number, other: Partial<PostTickParameters> = {}) =>
    postTick({ ...to, channelId, tickRoot: ticks[0], tick: ticks[count] ?? random(32), count, ...other });
  return { start, sequencer, creator, payer, ticks, sign, anchor, reveal };
}

async function refusedWith(code: string, work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => error instanceof VoucherRefused && error.code === code);
}

describe("a voucher with ticks is refused", () => {
  test("for another chain, contract or key, and when any of its terms was changed", async (t) => {
    const { anchor, sign, payer, sequencer } = await scene(t);
    const voucher = await sign();
    await refusedWith("other_chain", anchor({ chainId: 1 }));
    await refusedWith("other_contract", anchor({ paymentChannels: getAddress(random(20)) }));
    await refusedWith("wrong_key", anchor({ key: { ...payer.key, sessionKey: getAddress(random(20)) } }));
    for (const change of [{ cumulative: BASE + 1n }, { tickValue: VALUE + 1n }, { tickRoot: random(32) }]) {
      await refusedWith("wrong_key", anchor({ voucher: { ...voucher, ...change } }));
    }
    await refusedWith("malformed", anchor({ voucher: { ...voucher, tickValue: 0n } }));
    await refusedWith("above_deposit", anchor({ voucher: await sign(DEPOSIT + 1n) }));
    // the signature is invalid without the ticks
    const plain = { cumulative: BASE, signature: voucher.signature };
    const { contract, key } = payer;
    const to = { sequencerUrl: sequencer.url, retries: 0 };
    await refusedWith("wrong_key", postVoucher({ ...to, ...contract, key, voucher: plain }));
  });
});

describe("a tick is refused", () => {
  test("before its voucher, of another root, beyond 64, false, or not rising", async (t) => {
    const { anchor, reveal, ticks, payer, sequencer } = await scene(t);
    await refusedWith("unknown_root", reveal(1));
    await payer.post(sequencer.url, 50n);
    await refusedWith("unknown_root", reveal(1));
    await anchor();
    await refusedWith("unknown_root", reveal(1, { tickRoot: random(32) }));
    await refusedWith("malformed", reveal(65));
    await refusedWith("malformed", reveal(0));
    await refusedWith("wrong_tick", reveal(3, { tick: ticks[4]! }));
    await refusedWith("wrong_tick", reveal(3, { tick: random(32) }));
    assert.equal((await reveal(5)).acceptedWei, 150n);
    assert.equal((await reveal(5)).acceptedWei, 150n);
    await refusedWith("not_higher", reveal(4));
    await refusedWith("not_higher", reveal(5, { tick: random(32) }));
    assert.equal((await reveal(64)).acceptedWei, 740n);
  });

  test("above the deposit, and once the channel is closing", async (t) => {
    const { anchor, reveal, sign, payer } = await scene(t);
    await anchor({ voucher: await sign(DEPOSIT - 3n * VALUE) });
    await reveal(3);
    await refusedWith("above_deposit", reveal(4));
    const { paymentChannels } = payer.contract;
    await anchor({ voucher: await sign(DEPOSIT - 3n * VALUE) });
    await startClose.sync(payer.client, { paymentChannels, key: payer.key });
    await waitFor("the close to be seen", () =>
      reveal(4).then(
        () => assert.fail("above the deposit"),
        (error) => error.code === "channel_closing",
      ),
    );
  });
});

test("ticks that were answered are on disk, and are settled after a kill, once", async (t) => {
  const { start, sequencer, creator, anchor, reveal } = await scene(t);
  assert.equal((await anchor()).acceptedWei, BASE);
  for (let count = 1; count <= 12; count++) {
    assert.equal((await reveal(count)).acceptedWei, BASE + VALUE * BigInt(count));
  }
  // posted again, the voucher gets the cumulative held by now
  assert.equal((await anchor()).acceptedWei, BASE + 12n * VALUE);
  await sequencer.end("SIGKILL");
  const again = await start();
  await again.end("SIGTERM");
  assert.equal(await devchain.balanceOf(creator), BASE + 12n * VALUE);
});

test("a new voucher takes over where the ticks of the old one end, plain and ticked are settled side by side", async (t) => {
  const { sequencer, creator, payer, anchor, reveal, sign } = await scene(t);
  await anchor();
  await reveal(64);
  const next = makeTickChain(4);
  await anchor({ voucher: await sign(BASE + 64n * VALUE, next[0]) });
  await refusedWith("unknown_root", reveal(64));
  await reveal(2, { tickRoot: next[0], tick: next[2]! });
  const plain = await newPayer(devchain, { payee: payer.key.payee, depositWei: DEPOSIT });
  await plain.post(sequencer.url, 7n);
  await sequencer.end("SIGTERM");
  assert.equal(await devchain.balanceOf(creator), BASE + 66n * VALUE + 7n);
});

test("a first voucher may promise nothing but its ticks", async (t) => {
  const { sequencer, creator, anchor, reveal, sign } = await scene(t);
  await anchor({ voucher: await sign(0n) });
  await reveal(1);
  await sequencer.end("SIGTERM");
  assert.equal(await devchain.balanceOf(creator), VALUE);
});
