// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, formatEther, getAbiItem } from "viem";
import {
  operatorRegistryAbi,
  paymentChannelsAbi,
  splitRollupAbi,
  streamTokenAbi,
} from "../client/abis.generated.ts";
import { type Payee, payeeOfSplit } from "../client/payments/payee.ts";
import type { ChainClient } from "../kernel/chain.ts";
import type { Deployment } from "../kernel/deployment.ts";
import { decodeBatch } from "../rollup/batch.ts";
import { type SplitTable, share, tableHash } from "../rollup/table.ts";

/** Something that must hold; `actual` comes from the chain. */
export type Check = { property: string; what: string; expected: bigint; actual: bigint };

/** A split and its table, which the chain knows only the hash of. */
export type KnownSplit = { split: bigint; table: SplitTable };

export type AuditParameters = {
  publicClient: ChainClient;
  deployment: Deployment;
  splits: readonly KnownSplit[];
};

/**
 * Adds up every token of a run that has come to rest (all batches settled, all shares claimed), from the chain alone.
 */
export async function auditChain({ publicClient, deployment, splits }: AuditParameters): Promise<Check[]> {
  const { contracts, startBlock } = deployment;
  const balanceOf = (account: Address) =>
    publicClient.readContract({
      address: contracts.StreamToken,
      abi: streamTokenAbi,
      functionName: "balanceOf",
      args: [account],
    });
  const logs = { fromBlock: startBlock, strict: true } as const;
  const [opened, credited, settled, claims, slashed] = await Promise.all([
    publicClient.getLogs({
      ...logs,
      address: contracts.PaymentChannels,
      event: getAbiItem({ abi: paymentChannelsAbi, name: "Opened" }),
    }),
    publicClient.getLogs({
      ...logs,
      address: contracts.SplitRollup,
      event: getAbiItem({ abi: splitRollupAbi, name: "Credited" }),
    }),
    publicClient.getLogs({
      ...logs,
      address: contracts.SplitRollup,
      event: getAbiItem({ abi: splitRollupAbi, name: "BatchSettled" }),
    }),
    publicClient.getLogs({
      ...logs,
      address: contracts.SplitRollup,
      event: getAbiItem({ abi: splitRollupAbi, name: "Claimed" }),
    }),
    publicClient.getLogs({
      ...logs,
      address: contracts.OperatorRegistry,
      event: getAbiItem({ abi: operatorRegistryAbi, name: "Slashed" }),
    }),
  ]);
  const channels = await Promise.all(
    opened.map(async ({ args }) => ({
      payee: args.payee,
      ...(await publicClient.readContract({
        address: contracts.PaymentChannels,
        abi: paymentChannelsAbi,
        functionName: "channelOf",
        args: [args.channelId],
      })),
    })),
  );
  const owed = (payee: Payee) =>
    publicClient.readContract({
      address: contracts.PaymentChannels,
      abi: paymentChannelsAbi,
      functionName: "owed",
      args: [payee, contracts.StreamToken],
    });
  const provingFee = await publicClient.readContract({
    address: contracts.SplitRollup,
    abi: splitRollupAbi,
    functionName: "PROVING_FEE",
  });

  const credits = credited.flatMap(({ args: { segment, link } }) =>
    decodeBatch(link).map(({ slot, amountWei }) => ({ split: (segment << 8n) | BigInt(slot), amountWei })),
  );
  const checks: Check[] = [];
  const check = (property: string, what: string, expected: bigint, actual: bigint) =>
    checks.push({ property, what, expected, actual });

  for (const { split, table } of splits) {
    const payee = payeeOfSplit(split);
    const own = credits.filter((credit) => credit.split === split);
    const cumulative = sum(own.map(({ amountWei }) => amountWei));
    const revenue = sum(channels.filter((channel) => channel.payee === payee).map(({ claimed }) => claimed));
    const registered = await publicClient.readContract({
      address: contracts.SplitRollup,
      abi: splitRollupAbi,
      functionName: "tableHashOf",
      args: [split],
    });
    check("SPL-1", `split ${split} is registered with its table`, tableHash(table), registered);
    check(
      "PAY-2",
      `split ${split}: what viewers paid is its credits, their fees, and what waits`,
      revenue,
      cumulative + BigInt(own.length) * provingFee + (await owed(payee)),
    );
    for (const [position, { bps }] of table.entries()) {
      const claimed = await publicClient.readContract({
        address: contracts.SplitRollup,
        abi: splitRollupAbi,
        functionName: "claimed",
        args: [split, position],
      });
      check(
        "SPL-1",
        `split ${split} position ${position}: ${bps} bps of all revenue`,
        share(cumulative, bps),
        claimed,
      );
    }
  }
  for (const recipient of new Set(splits.flatMap(({ table }) => table.map((row) => row.recipient)))) {
    const paid = sum(claims.filter(({ args }) => args.recipient === recipient).map(({ args }) => args.paid));
    check("SPL-1", `${recipient} holds what it claimed`, paid, await balanceOf(recipient));
  }
  const held = sum(channels.map(({ deposit, claimed }) => deposit - claimed));
  const waiting = sum(await Promise.all([...new Set(channels.map(({ payee }) => payee))].map(owed)));
  check(
    "PAY-2",
    "PaymentChannels holds what is not spent",
    held + waiting,
    await balanceOf(contracts.PaymentChannels),
  );
  const unclaimed = sum(credits.map(({ amountWei }) => amountWei)) - sum(claims.map(({ args }) => args.paid));
  check(
    "PAY-2",
    "SplitRollup holds the dust of rounding alone",
    unclaimed,
    await balanceOf(contracts.SplitRollup),
  );
  check(
    "PAY-2",
    "provers were paid the fee of every credit",
    BigInt(credits.length) * provingFee,
    sum(settled.map(({ args }) => args.fee)),
  );
  const burned = sum(slashed.map(({ args }) => args.burned));
  const [initialSupply, supply] = await Promise.all(
    (["INITIAL_SUPPLY", "totalSupply"] as const).map((functionName) =>
      publicClient.readContract({ address: contracts.StreamToken, abi: streamTokenAbi, functionName }),
    ),
  );
  check("CNT-2", "half of each slashed bond is burned", initialSupply! - burned, supply!);
  return checks;
}

/** The checks that do not hold, one a line. */
export function failuresOf(checks: readonly Check[]): string[] {
  return checks
    .filter(({ expected, actual }) => expected !== actual)
    .map(
      ({ property, what, expected, actual }) =>
        `${property}: ${what}: expected ${formatEther(expected)}, the chain says ${formatEther(actual)}`,
    );
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
