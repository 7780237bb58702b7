// SPDX-License-Identifier: GPL-3.0-or-later
// Vouchers and ticks that one core checks a second, beside viem's. Exits with 1 below the goals.
// Run: npm run bench:vouchers
import { hexToBytes, verifyTypedData } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { payeeOfSplit } from "../../agents/sdk/chain/payee.ts";
import { unpackSignature } from "../../agents/sdk/chain/signature.ts";
import type { ChannelKey } from "../../agents/sdk/channels/channel.ts";
import { MAXIMUM_TICKS, makeTickChain, rootOfTick } from "../../agents/sdk/channels/tickChain.ts";
import { signTickVoucher, tickVoucherTypedData } from "../../agents/sdk/channels/tickVoucher.ts";
import { signVoucher, voucherTypedData } from "../../agents/sdk/channels/voucher.ts";
import { createVerifyTicks } from "../../agents/vouchers/verifyTicks.ts";
import { createVerifyVoucher } from "../../agents/vouchers/verifyVoucher.ts";

const MEASURE_MS = 2_000;
const LEAST_VOUCHERS = 15_000;
const LEAST_TICKS = 400_000;
const contract = { chainId: 31_337, paymentChannels: privateKeyToAccount(generatePrivateKey()).address };

const channels = Array.from({ length: 100 }, () => {
  const sessionAccount = privateKeyToAccount(generatePrivateKey());
  const { address } = sessionAccount;
  const key: ChannelKey = {
    payer: address,
    payee: payeeOfSplit(7n),
    token: address,
    salt: 1n,
    sessionKey: address,
  };
  return { key, sessionAccount };
});

const vouchers = await Promise.all(
  channels.map(async ({ key, sessionAccount }, index) => ({
    key,
    ...(await signVoucher({ ...contract, key, cumulative: BigInt(index + 1), sessionAccount })),
  })),
);

/** Vouchers, each with its 64 ticks. */
const anchors = await Promise.all(
  channels.map(async ({ key, sessionAccount }) => {
    const ticks = makeTickChain();
    const terms = { key, cumulative: 1n, tickRoot: ticks[0], tickValue: 5n };
    const bytes = ticks.map((tick, count) => ({ tick: hexToBytes(tick), count }));
    return { key, ticks, bytes, ...(await signTickVoucher({ ...contract, ...terms, sessionAccount })) };
  }),
);

const verify = await createVerifyVoucher(contract);
const verifyTicks = await createVerifyTicks();

const ours = await perCpuSecond(vouchers, 1, ({ key, cumulative, signature }) =>
  verify(key, cumulative, hexToBytes(signature)),
);
const viems = await perCpuSecond(vouchers, 1, ({ key, cumulative, signature }) =>
  verifyTypedData({
    ...voucherTypedData({ ...contract, key, cumulative }),
    address: key.sessionKey,
    signature: unpackSignature(signature),
  }),
);
const ourTicks = await perCpuSecond(anchors, MAXIMUM_TICKS, ({ key, bytes, ...voucher }) => {
  if (!verify(key, voucher.cumulative, hexToBytes(voucher.signature), voucher)) return false;
  for (let count = 1; count <= MAXIMUM_TICKS; count++) {
    if (!verifyTicks(bytes[count]!, bytes[count - 1]!)) return false;
  }
  return true;
});
const viemsTicks = await perCpuSecond(
  anchors,
  MAXIMUM_TICKS,
  async ({ key, ticks, signature, ...voucher }) => {
    const signed = await verifyTypedData({
      ...tickVoucherTypedData({ ...contract, key, ...voucher }),
      address: key.sessionKey,
      signature: unpackSignature(signature),
    });
    return signed && ticks.slice(1).every((tick, at) => rootOfTick(tick, 1) === ticks[at]);
  },
);

console.log("checked per second of CPU time       vouchers        ticks, with a voucher for each 64");
print("ours", ours, ourTicks);
print("viem", viems, viemsTicks);
print("ratio", ours / viems, ourTicks / viemsTicks);
print("goal", LEAST_VOUCHERS, LEAST_TICKS);
if (ours < LEAST_VOUCHERS || ourTicks < LEAST_TICKS) process.exit(1);

function print(name: string, vouchers: number, ticks: number): void {
  console.log(`  ${name.padEnd(34)}${vouchers.toFixed(0).padStart(9)}${ticks.toFixed(0).padStart(13)}`);
}

/** CPU time, not wall time, so that a busy machine measures the same. @param worth The weight of one check. */
async function perCpuSecond<Item>(
  items: readonly Item[],
  worth: number,
  check: (item: Item) => boolean | Promise<boolean>,
) {
  const started = process.cpuUsage();
  const until = performance.now() + MEASURE_MS;
  let count = 0;
  while (performance.now() < until) {
    for (const item of items) {
      if (!(await check(item))) throw new Error("a good voucher was refused");
      count += worth;
    }
  }
  const { user, system } = process.cpuUsage(started);
  return (count * 1e6) / (user + system);
}
