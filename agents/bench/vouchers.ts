// SPDX-License-Identifier: GPL-3.0-or-later
// How many vouchers one core checks a second: ours beside viem's. Run: node --import tsx agents/bench/vouchers.ts
import { hexToBytes, verifyTypedData } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { ChannelKey } from "../client/payments/channel.ts";
import { payeeOfSplit } from "../client/payments/payee.ts";
import { unpackSignature } from "../client/payments/signature.ts";
import { signVoucher, voucherTypedData } from "../client/payments/voucher.ts";
import { createVerifyVoucher } from "../sequencer/verifyVoucher.ts";

const MEASURE_MS = 2_000;
const contract = { chainId: 31_337, paymentChannels: privateKeyToAccount(generatePrivateKey()).address };

const vouchers = await Promise.all(
  Array.from({ length: 100 }, async (_, index) => {
    const sessionAccount = privateKeyToAccount(generatePrivateKey());
    const { address } = sessionAccount;
    const key: ChannelKey = {
      payer: address,
      payee: payeeOfSplit(7n),
      token: address,
      salt: 1n,
      sessionKey: address,
    };
    return {
      key,
      ...(await signVoucher({ ...contract, key, cumulative: BigInt(index + 1), sessionAccount })),
    };
  }),
);

const verify = await createVerifyVoucher(contract);
const ours = await perCpuSecond(({ key, cumulative, signature }) =>
  verify(key, cumulative, hexToBytes(signature)),
);
const viems = await perCpuSecond(({ key, cumulative, signature }) =>
  verifyTypedData({
    ...voucherTypedData({ ...contract, key, cumulative }),
    address: key.sessionKey,
    signature: unpackSignature(signature),
  }),
);

console.log("vouchers checked per second of CPU time");
console.log(`  ours  ${ours.toFixed(0).padStart(7)}`);
console.log(`  viem  ${viems.toFixed(0).padStart(7)}`);
console.log(`  ratio ${(ours / viems).toFixed(0).padStart(7)}`);

/** CPU time, not wall time, so that a busy machine measures the same. */
async function perCpuSecond(check: (voucher: (typeof vouchers)[number]) => boolean | Promise<boolean>) {
  const started = process.cpuUsage();
  const until = performance.now() + MEASURE_MS;
  let count = 0;
  while (performance.now() < until) {
    for (const voucher of vouchers) {
      if (!(await check(voucher))) throw new Error("a good voucher was refused");
      count += 1;
    }
  }
  const { user, system } = process.cpuUsage(started);
  return (count * 1e6) / (user + system);
}
