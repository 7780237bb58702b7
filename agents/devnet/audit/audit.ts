// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainClient } from "../../kernel/chain/chain.ts";
import type { Deployment } from "../../kernel/chain/deployment.ts";
import { payeeOfSplit } from "../../sdk/chain/payee.ts";
import { type SplitTable, share, tableHash } from "../../splits/table.ts";
import { auditStreams, type StreamRevenue } from "./auditStreams.ts";
import { auditToken } from "./auditToken.ts";
import type { Check } from "./check.ts";
import { type History, moneyContracts, readHistory, sum } from "./history.ts";
import { readStreamHistory, type StreamHistory } from "./streamHistory.ts";

/** The checks, and the history behind them. */
export type Audit = { checks: Check[]; history: History; streamed: StreamHistory };

/** A split and its table; the chain knows the table's hash alone. */
export type KnownSplit = { split: bigint; table: SplitTable };

type Contracts = ReturnType<typeof moneyContracts>;

/**
 * Adds up every token of a finished run (all batches settled, all shares claimed), from the chain alone.
 */
export async function auditChain(parameters: {
  publicClient: ChainClient;
  deployment: Deployment;
  splits: readonly KnownSplit[];
}): Promise<Audit> {
  const { publicClient, deployment, splits } = parameters;
  const contracts = moneyContracts(publicClient, deployment);
  const history = await readHistory(publicClient, deployment);
  const streamed = await readStreamHistory(publicClient, deployment);
  const streams = await auditStreams(publicClient, deployment, streamed);
  const bySplit = await Promise.all(
    splits.map((known) => checkSplit(contracts, history, streams.revenue, known)),
  );
  const checks = [
    ...bySplit.flat(),
    ...streams.checks,
    ...(await auditToken(publicClient, deployment, history)),
    ...(await checkRecipients(contracts, history, splits)),
    ...(await checkContracts(contracts, history)),
  ];
  return { checks, history, streamed };
}

async function checkSplit(
  { channels, rollup, purchases, token }: Contracts,
  history: History,
  streamed: StreamRevenue,
  { split, table }: KnownSplit,
): Promise<Check[]> {
  const payee = payeeOfSplit(split);
  const credits = history.credits.filter((credit) => credit.split === split);
  const revenue = sum(credits.map(({ amountWei }) => amountWei));
  const fees = BigInt(credits.length) * (await rollup.read.PROVING_FEE());
  const owed = [
    await channels.read.owed([payee, token.address]),
    await purchases.read.owed([payee, token.address]),
  ];
  const waiting = sum(owed) + (await streamed.waitingFor(payee));
  const bought = history.purchases.filter((purchase) => purchase.payee === payee);
  const paid = history.channels.filter((channel) => channel.payee === payee).map(({ settled }) => settled);
  const shares = await Promise.all(
    table.map(async ({ bps }, position) => ({
      property: "SPL-1",
      what: `split ${split} position ${position}: ${bps} bps of all revenue`,
      expected: share(revenue, bps),
      actual: await rollup.read.claimed([split, position]),
    })),
  );
  return [
    {
      property: "SPL-1",
      what: `split ${split} is registered with its table`,
      expected: tableHash(table),
      actual: await rollup.read.tableHashOf([split]),
    },
    {
      property: "PAY-2",
      what: `split ${split}: what viewers paid is its credits, their fees, and what waits`,
      expected: sum(paid) + streamed.paidTo(payee) + sum(bought.map(({ price }) => price)),
      actual: revenue + fees + waiting,
    },
    ...shares,
  ];
}

async function checkRecipients(
  { token }: Contracts,
  { claims }: History,
  splits: readonly KnownSplit[],
): Promise<Check[]> {
  const recipients = new Set(splits.flatMap(({ table }) => table.map(({ recipient }) => recipient)));
  return Promise.all(
    [...recipients].map(async (recipient) => ({
      property: "SPL-1",
      what: `${recipient} holds what it claimed`,
      expected: sum(claims.filter((claim) => claim.recipient === recipient).map(({ paid }) => paid)),
      actual: await token.read.balanceOf([recipient]),
    })),
  );
}

async function checkContracts(
  { token, channels, rollup, purchases, registry }: Contracts,
  history: History,
): Promise<Check[]> {
  const open = history.channels.filter(({ closed }) => !closed);
  const payees = [...new Set(history.channels.map(({ payee }) => payee))];
  const owed = await Promise.all(payees.map((payee) => channels.read.owed([payee, token.address])));
  const sellers = [...new Set(history.purchases.map(({ payee }) => payee))];
  const owedToSellers = sum(
    await Promise.all(sellers.map((payee) => purchases.read.owed([payee, token.address]))),
  );
  const credited = sum(history.credits.map(({ amountWei }) => amountWei));
  return [
    {
      property: "PAY-2",
      what: "PaymentChannels holds what is not spent",
      expected: sum(open.map(({ deposit, settled }) => deposit - settled)) + sum(owed),
      actual: await token.read.balanceOf([channels.address]),
    },
    {
      property: "PAY-2",
      what: "what was bought was paid to sellers, or is owed to them",
      expected: sum(history.purchases.map(({ price }) => price)),
      actual: sum(history.purchasesPaid) + owedToSellers,
    },
    {
      property: "PAY-2",
      what: "PurchasePolicy holds what is owed to sellers alone",
      expected: owedToSellers,
      actual: await token.read.balanceOf([purchases.address]),
    },
    {
      property: "PAY-2",
      what: "SplitRollup holds the dust of rounding alone",
      expected: credited - sum(history.claims.map(({ paid }) => paid)),
      actual: await token.read.balanceOf([rollup.address]),
    },
    {
      property: "PAY-2",
      what: "provers were paid the fee of every credit",
      expected: BigInt(history.credits.length) * (await rollup.read.PROVING_FEE()),
      actual: sum(history.fees),
    },
    {
      property: "PAY-2",
      what: "OperatorRegistry holds the bonds of operators, without what was slashed",
      expected: sum(history.bonds) - sum(history.slashes.map(({ rewarded, burned }) => rewarded + burned)),
      actual: await token.read.balanceOf([registry.address]),
    },
    {
      property: "CNT-2",
      what: "half of what is slashed is burned, and what backs rewards that were paid",
      expected:
        (await token.read.INITIAL_SUPPLY()) -
        sum(history.slashes.map(({ burned }) => burned)) -
        sum(history.rewards.map(({ burned }) => burned)),
      actual: await token.read.totalSupply(),
    },
  ];
}
