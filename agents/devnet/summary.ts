// SPDX-License-Identifier: GPL-3.0-or-later
import { getAbiItem } from "viem";
import { operatorRegistryAbi, splitRollupAbi } from "../client/abis.generated.ts";
import type { ChainConnection } from "../kernel/chain.ts";
import { UserError } from "../kernel/errors.ts";
import { auditChain, failuresOf } from "./audit.ts";
import { columns, stream } from "./columns.ts";
import { gasByCall } from "./gas.ts";
import type { ProofTimes, Story } from "./story.ts";

/** Adds everything up from the chain, and says it. Throws a UserError when a balance is not right to the wei. */
export async function summarise(
  chain: ChainConnection,
  story: Story,
  settlements: ProofTimes,
): Promise<string[]> {
  const { publicClient, deployment } = chain;
  const { contracts, startBlock } = deployment;
  const checks = await auditChain({ publicClient, deployment, splits: story.works });
  const [slashed] = await publicClient.getLogs({
    address: contracts.OperatorRegistry,
    event: getAbiItem({ abi: operatorRegistryAbi, name: "Slashed" }),
    fromBlock: startBlock,
    strict: true,
  });
  const claims = await publicClient.getLogs({
    address: contracts.SplitRollup,
    event: getAbiItem({ abi: splitRollupAbi, name: "Claimed" }),
    fromBlock: startBlock,
    strict: true,
  });
  const failures = failuresOf(checks);
  if (failures.length > 0) {
    throw new UserError(
      `The chain does not add up:\n${failures.join("\n")}`,
      "This is a bug: please report it.",
    );
  }
  const earned = [...story.collaborators].map(([name, { account }]) => {
    const own = claims.filter(({ args }) => args.recipient === account.address);
    const paid = own.reduce((sum, { args }) => sum + args.paid, 0n);
    return [name, own.map(({ args }) => `split ${args.split}`).join(", "), stream(paid)];
  });
  const gas = await gasByCall(publicClient, deployment);
  return [
    "",
    "Who paid",
    ...columns([
      ["viewer", "work", "seconds", "paid"],
      ...story.viewings.map(({ viewer, work, secondsWatched, paidWei }) => [
        viewer.name,
        work.title,
        String(secondsWatched),
        stream(paidWei),
      ]),
    ]),
    "",
    "Who earned",
    ...columns([["collaborator", "from", "claimed"], ...earned]),
    "",
    "Who was slashed",
    ...columns([
      ["edge", "rewarded to the challenger", "burned"],
      [slashed!.args.operator, stream(slashed!.args.rewarded), stream(slashed!.args.burned)],
    ]),
    "",
    "Proofs",
    ...columns([
      ["proof", "how many", "seconds each"],
      ["of a batch", ...figuresOf(settlements)],
      ["of a share", ...figuresOf(story.claims)],
    ]),
    "",
    "Gas",
    ...columns([
      ["call", "transactions", "gas each"],
      ...gas.map(({ call, transactions, averageGas }) => [
        call,
        String(transactions),
        averageGas.toLocaleString("en"),
      ]),
    ]),
    "",
    `All ${checks.length} sums over the chain are right to the wei.`,
  ];
}

const figuresOf = ({ proofs, seconds }: ProofTimes) => [String(proofs), (seconds / proofs).toFixed(1)];
