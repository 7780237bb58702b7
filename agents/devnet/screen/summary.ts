// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { UserError } from "../../kernel/process/errors.ts";
import { auditChain, failuresOf } from "../audit/audit.ts";
import { sum } from "../audit/history.ts";
import type { ProofTimes, Story } from "../story/story.ts";
import { columns, stream } from "./columns.ts";
import { gasByCall } from "./gas.ts";

/** Adds everything up from the chain, and says it. Throws a UserError when a balance is not right to the wei. */
export async function summarise(
  chain: ChainConnection,
  story: Story,
  settlements: ProofTimes,
): Promise<string[]> {
  const { publicClient, deployment } = chain;
  const { checks, history, streamed } = await auditChain({ publicClient, deployment, splits: story.works });
  const failures = failuresOf(checks);
  if (failures.length > 0) {
    throw new UserError(
      `The chain does not add up:\n${failures.join("\n")}`,
      "This is a bug: please report it.",
    );
  }
  const { claims, slashes } = history;
  const earned = [...story.collaborators].map(([name, { account }]) => {
    const own = claims.filter(({ recipient }) => recipient === account.address);
    return [
      name,
      own.map(({ split }) => `split ${split}`).join(", "),
      stream(sum(own.map(({ paid }) => paid))),
    ];
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
    "Who streamed on chain",
    ...columns([
      ["by", "seconds", "paid"],
      ...streamed.streams.map(({ seconds, paid }) => ["a stream", String(seconds), stream(paid)]),
      [
        `a pool of ${streamed.seats.length} seats`,
        String(sum(streamed.seats.map(({ seconds }) => seconds))),
        stream(sum(streamed.collected.map(({ paid }) => paid))),
      ],
    ]),
    "",
    "Who earned",
    ...columns([["collaborator", "from", "claimed"], ...earned]),
    "",
    "Who was slashed",
    ...columns([
      ["edge", "rewarded to the challenger", "burned"],
      ...slashes.map(({ operator, rewarded, burned }) => [operator, stream(rewarded), stream(burned)]),
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
