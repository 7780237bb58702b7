// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { UserError } from "../../kernel/process/errors.ts";
import type { Screen } from "../../kernel/terminal/screen.ts";
import { describePolicy } from "../../sdk/access/describePolicy.ts";
import { auditChain } from "../audit/audit.ts";
import { type Check, failuresOf } from "../audit/check.ts";
import { sum } from "../audit/history.ts";
import type { Story } from "../story/story.ts";
import type { ProofTimes } from "../story/telling.ts";
import { gasByCall } from "./gas.ts";
import { stream } from "./stream.ts";

/**
 * Adds everything up from the chain, and shows it. Throws a UserError when a balance is not right to the wei.
 *
 * @param guests How many people had STREAM of the faucet: what they pay may still be on its way.
 */
export async function summarise(
  screen: Screen,
  chain: ChainConnection,
  story: Story,
  settlements: ProofTimes,
  guests: number,
): Promise<void> {
  const { publicClient, deployment } = chain;
  const { checks, history, streamed } = await auditChain({ publicClient, deployment, splits: story.works });
  const verdict = verdictOf(checks, guests);
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
  screen.heading("Who paid");
  screen.table([
    ["viewer", "work", "seconds", "paid"],
    ...[...story.viewings, story.keys].map(({ viewer, work, secondsPlayed, paidWei }) => [
      viewer.name,
      work.title,
      String(secondsPlayed),
      stream(paidWei),
    ]),
  ]);
  screen.heading("Who streamed on chain");
  screen.table([
    ["by", "seconds", "paid"],
    ...streamed.streams.map(({ seconds, withdrawn }) => ["a stream", String(seconds), stream(withdrawn)]),
    [
      `${streamed.seats.length} seats in pools`,
      String(sum(streamed.seats.map(({ seconds }) => seconds))),
      stream(sum(streamed.collected.map(({ amountWei }) => amountWei))),
    ],
  ]);
  screen.heading("Who got keys");
  screen.table([
    ["policy", "the key", "no key"],
    ...story.doors.map(({ words, letIn, keptOut }) => [words, listOf(letIn), listOf(keptOut)]),
    [describePolicy(story.keys.terms), story.keys.viewer.name, `${story.keys.viewer.name}, unpaid`],
  ]);
  screen.heading("Who earned");
  screen.table([["collaborator", "from", "claimed"], ...earned]);
  screen.heading("Who was slashed");
  screen.table([
    ["operator", "to who proved it", "burned"],
    ...slashes.map(({ operator, rewarded, burned }) => [operator, stream(rewarded), stream(burned)]),
  ]);
  screen.heading("Proofs");
  screen.table([
    ["proof", "how many", "seconds each"],
    ["of a batch", ...figuresOf(settlements)],
    ["of a share", ...figuresOf(story.claims)],
  ]);
  screen.heading("Gas");
  screen.table([
    ["call", "transactions", "gas each"],
    ...gas.map(({ call, transactions, averageGas }) => [
      call,
      String(transactions),
      averageGas.toLocaleString("en"),
    ]),
  ]);
  screen.success(verdict);
}

/** What the checks come to, as a sentence. Throws a UserError when a sum is wrong, and no guest can be why. */
export function verdictOf(checks: readonly Check[], guests: number): string {
  const failures = failuresOf(checks);
  if (failures.length === 0) return `All ${checks.length} sums over the chain are right to the wei.`;
  if (guests === 0)
    throw new UserError(
      `The chain does not add up:\n${failures.join("\n")}`,
      "This is a bug: please report it.",
    );
  const right = checks.length - failures.length;
  return `${right} of ${checks.length} sums over the chain are right to the wei; the rest wait for guests, who paid beside the story.`;
}

const listOf = (names: readonly string[]) => (names.length > 0 ? names.join(", ") : "nobody");

const figuresOf = ({ proofs, seconds }: ProofTimes) => [String(proofs), (seconds / proofs).toFixed(1)];
