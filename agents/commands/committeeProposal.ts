// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { Command } from "commander";
import { type Address, bytesToHex, type Hex, isAddressEqual, zeroAddress } from "viem";
import { connectChain } from "../kernel/chain/chain.ts";
import { address, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { begin, getDealers, getGeneration } from "../sdk/committees/generationActions.ts";
import { getCommitteeOf, getMembersOf, KEYHOLDER_ROLE } from "../sdk/committees/getCommittee.ts";
import { handOnSalt } from "../sdk/committees/handOnSalt.ts";
import { getOperator } from "../sdk/operators/getOperator.ts";
import { asOnlySigner, chainFields, openWallet, type Wallet, walletFields } from "../wallet/wallet.ts";
import { answer, note } from "./say.ts";
import { word } from "./schemas.ts";

const contracts = ["KeyGeneration", "KeyRegistry", "OperatorRegistry"] as const;
type Contracts = (typeof contracts)[number];

const proposeConfig = defineConfig("committee propose", {
  ...walletFields,
  threshold: {
    schema: wholeNumber(2, 16),
    description: "Number of members that open a key together; fewer learn nothing",
  },
  handOn: {
    schema: word.optional(),
    description: "Generated committee whose key the members take over; without it, they generate a new key",
  },
  attempt: {
    schema: wholeNumber(0, 0xff_ffff),
    default: 0,
    description: "Tells proposals for the same epoch apart, after one that came to nothing",
  },
  phaseSec: {
    schema: wholeNumber(1, 0xffff_ffff),
    default: 3_600,
    description:
      "Seconds that each of the three phases lasts: long beside the members' --finality-blocks, since they wait for final blocks",
  },
  dryRun: { schema: yesNo, default: false, description: "Show the proposal, and send nothing" },
});
const statusConfig = defineConfig("committee status", chainFields);

/** `tributary committee propose`: begins a generation, which the key nodes that know the account finish by themselves. */
export function proposeCommand(): Command {
  const command = new Command("propose")
    .description(
      "Begins a committee whose key nobody ever knows, or hands the key of one on to other members.",
    )
    .argument("<member...>", "the members' addresses, in the order of their places")
    .addHelpText(
      "after",
      "\nThe members run with --founders and your address.\n\nExample:\n  tributary committee propose --threshold 3 0x12… 0x34… 0x56… 0x78… 0x9a…",
    );
  return addOptions(command, proposeConfig).action(async (given: string[], flags) => {
    const config = loadConfig(proposeConfig, { flags, env: process.env });
    const named = given.map(memberOf);
    const wallet = await openWallet(config, contracts);
    await requireServing(wallet, named);
    const { threshold, phaseSec, handOn, attempt, dryRun } = config;
    const handing = handOn && (await handingOn(wallet, { committeeId: handOn, members: named, attempt }));
    const { salt, members } = handing ?? { salt: bytesToHex(randomBytes(32)), members: named };
    for (const [at, member] of members.entries())
      note(`place ${at + 1}  ${member}${at < named.length ? "" : "  hands on and leaves"}`);
    const { walletClient, deployment } = wallet.chain;
    const terms = { keyGeneration: deployment.contracts.KeyGeneration, salt, threshold, members, phaseSec };
    if (dryRun) {
      await begin.simulate(walletClient, terms);
      note("The chain would take this proposal. Nothing was sent.");
      return;
    }
    const { committeeId } = await asOnlySigner(wallet, () => begin.sync(walletClient, terms));
    note(
      handing
        ? `The key of ${handOn} is handed on as its members follow this proposal.`
        : "The committee has this id, and its key once the three phases are over.",
    );
    answer(committeeId);
  });
}

/** `tributary committee status`: where a generation stands. */
export function statusCommand(): Command {
  const command = new Command("status")
    .description("Says where a generation stands: its phase, and what each member has done.")
    .argument("<id>", "what `tributary committee propose` printed")
    .addHelpText("after", "\nExample:\n  tributary committee status 0x…");
  return addOptions(command, statusConfig).action(async (id: string, flags) => {
    const { rpcUrl, deployment: deploymentPath } = loadConfig(statusConfig, { flags, env: process.env });
    const committeeId = word.parse(id);
    const { publicClient, deployment } = await connectChain({ rpcUrl, contracts, deploymentPath });
    const { KeyGeneration: keyGeneration, KeyRegistry: keyRegistry } = deployment.contracts;
    const [generation, [transportKeys], committee, block] = await Promise.all([
      getGeneration(publicClient, { committeeId, keyGeneration }),
      getDealers(publicClient, { committeeId, keyGeneration }),
      getCommitteeOf(publicClient, { committeeId, keyRegistry }),
      publicClient.getBlock(),
    ]);
    if (generation.threshold === 0)
      throw new UserError(
        `No generation ${committeeId} on this chain.`,
        "Check the id and the chain; `tributary committee propose` printed the id.",
      );
    answer(phaseOf(generation, Number(block.timestamp), committee.owner !== zeroAddress));
    for (const [at, member] of generation.members.entries()) {
      const counts = (generation.qualified & (1 << at)) !== 0;
      const isBeforeReveal = Number(block.timestamp) < generation.commitUntil;
      const done =
        transportKeys[at] === 0n
          ? "silent"
          : counts
            ? "dealt"
            : isBeforeReveal
              ? "committed"
              : "committed, deals nothing that counts";
      answer(`place ${at + 1}  ${member}  ${done}`);
    }
  });
}

type Phases = { commitUntil: number; revealUntil: number; complainUntil: number };

function phaseOf(
  { commitUntil, revealUntil, complainUntil }: Phases,
  nowSec: number,
  hasBegun: boolean,
): string {
  const left = (until: number) => `${until - nowSec} s left`;
  if (hasBegun) return "the committee has begun";
  if (nowSec < commitUntil) return `members commit, ${left(commitUntil)}`;
  if (nowSec < revealUntil) return `members reveal, ${left(revealUntil)}`;
  if (nowSec < complainUntil) return `members complain, ${left(complainUntil)}`;
  return "members agree; a key that is handed on shows in its own committee";
}

/** The salt and the places of a generation that hands a key on: the next members, and behind them those who leave. */
async function handingOn(
  { chain }: Wallet<Contracts>,
  { committeeId, members, attempt }: { committeeId: Hex; members: readonly Address[]; attempt: number },
): Promise<{ salt: Hex; members: Address[] }> {
  const { KeyGeneration, KeyRegistry: keyRegistry } = chain.deployment.contracts;
  const { owner, epoch } = await getCommitteeOf(chain.publicClient, { committeeId, keyRegistry });
  if (!isAddressEqual(owner, KeyGeneration))
    throw new UserError(
      `${committeeId} is no committee whose members generated its key.`,
      "Give the id that `tributary committee propose` printed; the owner of a dealt committee deals it anew.",
    );
  const [, present] = await getMembersOf(chain.publicClient, { committeeId, epoch, keyRegistry });
  const leaving = present.filter(
    (member) => member !== zeroAddress && !members.some((one) => isAddressEqual(one, member)),
  );
  return {
    salt: handOnSalt({ committeeId, epoch: epoch + 1, leaving: leaving.length, attempt }),
    members: [...members, ...leaving],
  };
}

async function requireServing({ chain }: Wallet<Contracts>, members: readonly Address[]): Promise<void> {
  const operatorRegistry = chain.deployment.contracts.OperatorRegistry;
  for (const operator of members) {
    const { role, bond } = await getOperator(chain.publicClient, { operator, operatorRegistry });
    if (role === KEYHOLDER_ROLE && bond > 0n) continue;
    throw new UserError(
      `${operator} does not serve as a keyholder.`,
      "Start the member's `tributary keyholder`, which registers with --bond, before you name it.",
    );
  }
}

function memberOf(text: string): Address {
  const parsed = address.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UserError(`${text} is not a member.`, `Give ${parsed.error.issues[0]?.message ?? "an address"}.`);
}
