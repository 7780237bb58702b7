// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { formatEther } from "viem";
import { z } from "zod";
import { REWARD_CONTRACTS, readBackings, readRewards } from "../interactions/readRewards.ts";
import { type BackedReward, planClaims } from "../interactions/rewardClaims.ts";
import { connectChain } from "../kernel/chain/chain.ts";
import { address, streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { table } from "../kernel/terminal/table.ts";
import { getActorOf } from "../sdk/interactions/actors.ts";
import { back, getReturnsAt, rewardHelp, rewardWatching, takeBack } from "../sdk/rewards/actions.ts";
import { REWARD_KINDS } from "../sdk/rewards/backing.ts";
import { getLeft } from "../sdk/rewards/getRewards.ts";
import { approve } from "../sdk/token/actions.ts";
import { asOnlySigner, chainFields, openWallet, walletFields } from "../wallet/wallet.ts";
import { answer, note } from "./say.ts";

const account = {
  schema: address.optional(),
  description: "Account that is paid; by default everybody's rewards are shown, and your own claimed",
};
const dryRun = { schema: yesNo, default: false, description: "Show what would be sent, and send nothing" };

const showConfig = defineConfig("rewards show", {
  ...chainFields,
  account,
  json: { schema: yesNo, default: false, description: "Print each as a line of JSON, amounts in wei" },
});
const claimConfig = defineConfig("rewards claim", { ...walletFields, account, dryRun });
const backConfig = defineConfig("rewards back", {
  ...walletFields,
  epoch: { schema: wholeNumber(0), description: "Epoch: its time in seconds, divided by 3,600" },
  kind: {
    schema: z.enum(REWARD_KINDS),
    default: "watching",
    description: "What to back: the account's watching, or the help that it got of peers",
  },
  amount: { schema: streamAmount, description: "STREAM to give up: 1.01 for each 1 that shall be paid" },
  dryRun,
});
const takeBackConfig = defineConfig("rewards take-back", { ...walletFields, dryRun });

export function rewardsCommand(): Command {
  const show = new Command("show")
    .description("Shows what is owed, paid and backed of all that somebody backs, from the chain alone.")
    .addHelpText("after", "\nExample:\n  tributary rewards show --account 0xAda…");
  addOptions(show, showConfig).action(async (flags) => {
    const config = loadConfig(showConfig, { flags, env: process.env });
    const chain = await connectChain({
      ...{ rpcUrl: config.rpcUrl, deploymentPath: config.deployment },
      contracts: REWARD_CONTRACTS,
    });
    const { rewards, reserveWei } = await readRewards(chain, config.account);
    if (config.json) for (const reward of rewards) answer(jsonOf(reward));
    else {
      note(`${formatEther(reserveWei)} STREAM are there to pay rewards.`);
      const rows = rewards.map((reward) => [
        ...[reward.payee, whatOf(reward), `${reward.epoch}`, reward.backer],
        ...[reward.owedWei, reward.paidWei, reward.leftWei, reward.dueWei].map((wei) => formatEther(wei)),
      ]);
      const head = ["pays", "for", "epoch", "backer", "owed", "paid", "backing left", "due"];
      for (const line of rows.length > 0 ? table([head, ...rows]) : []) answer(line);
    }
  });

  const claim = new Command("claim")
    .description("Claims the rewards that are due to your account, or to another, by proof.")
    .addHelpText("after", "\nExample:\n  tributary rewards claim --dry-run");
  addOptions(claim, claimConfig).action(async (flags) => {
    const config = loadConfig(claimConfig, { flags, env: process.env });
    const wallet = await openWallet(config, REWARD_CONTRACTS);
    const payee = config.account ?? wallet.account.address;
    const read = await readRewards(wallet.chain, payee);
    const claims = planClaims(read.rewards, { ...read.rates, reserveWei: read.reserveWei });
    if (claims.length === 0) note(`Nothing is due to ${payee}.`);
    const { walletClient, deployment } = wallet.chain;
    const { ViewerRewards: viewerRewards } = deployment.contracts;
    const send = async ({ backer, actor, epoch, slot, value }: BackedReward) => {
      const leaf = read.shownLeaf({ actor, epoch, slot, value });
      const shown = { viewerRewards, backer, epoch, leaf };
      const { paid } =
        slot === undefined
          ? await rewardWatching.sync(walletClient, { ...shown, viewer: payee })
          : await rewardHelp.sync(walletClient, { ...shown, actor, slot, peer: payee });
      return paid;
    };
    for (const one of claims) {
      const paid = config.dryRun ? one.claimWei : await asOnlySigner(wallet, () => send(one));
      const verb = config.dryRun ? "is due" : "was paid";
      answer(`${payee} ${verb} ${formatEther(paid)} STREAM for ${whatOf(one)} in epoch ${one.epoch}`);
    }
  });

  const backing = new Command("back")
    .description("Gives up STREAM for the rewards of what an account watched, or of the peers who helped it.")
    .argument("<account>", "the account that watched, or was helped")
    .addHelpText(
      "after",
      "\nExample:\n  tributary rewards back 0xAda… --epoch 500123 --kind help --amount 2",
    );
  addOptions(backing, backConfig).action(async (given: string, flags) => {
    const config = loadConfig(backConfig, { flags, env: process.env });
    const backed = address.parse(given);
    const wallet = await openWallet(config, [...REWARD_CONTRACTS, "StreamToken"]);
    const { walletClient, publicClient, deployment } = wallet.chain;
    const { InteractionInputs, ViewerRewards, StreamToken } = deployment.contracts;
    const at = { viewerRewards: ViewerRewards, streamToken: StreamToken };
    const actor = await getActorOf(publicClient, { account: backed, interactionInputs: InteractionInputs });
    if (actor === undefined)
      throw new UserError(`${backed} takes no part in interactions.`, "Check the address and the chain.");
    const { epoch, kind, amount: amountWei } = config;
    if (!config.dryRun)
      await asOnlySigner(wallet, async () => {
        await approve.sync(walletClient, { ...at, spender: ViewerRewards, amountWei });
        await back.sync(walletClient, { ...at, actor, epoch, kind, amountWei });
      });
    const until = await getReturnsAt(publicClient, { ...at, epoch });
    const verb = config.dryRun ? "would back" : "back";
    answer(`${formatEther(amountWei)} STREAM ${verb} ${kind} of actor ${actor} in epoch ${epoch}`);
    note(`What is not drawn by ${dateOf(until)} returns: tributary rewards take-back`);
  });

  const returning = new Command("take-back")
    .description("Takes back what is left of your backings, once their time is over.")
    .addHelpText("after", "\nExample:\n  tributary rewards take-back --dry-run");
  addOptions(returning, takeBackConfig).action(async (flags) => {
    const config = loadConfig(takeBackConfig, { flags, env: process.env });
    const wallet = await openWallet(config, REWARD_CONTRACTS);
    const { walletClient, publicClient, deployment } = wallet.chain;
    const at = { viewerRewards: deployment.contracts.ViewerRewards };
    const { number, timestamp } = await publicClient.getBlock();
    const own = (await readBackings(wallet.chain, number)).filter(
      ({ backer }) => backer === wallet.account.address,
    );
    for (const one of own) {
      const leftWei = await getLeft(publicClient, { ...at, ...one });
      if (leftWei === 0n) continue;
      const until = await getReturnsAt(publicClient, { ...at, epoch: one.epoch });
      const what = `${formatEther(leftWei)} STREAM of ${one.kind} of actor ${one.actor} in epoch ${one.epoch}`;
      if (timestamp < until) {
        note(`${what} return from ${dateOf(until)} on.`);
        continue;
      }
      if (!config.dryRun) await asOnlySigner(wallet, () => takeBack.sync(walletClient, { ...at, ...one }));
      answer(`${what} ${config.dryRun ? "can be taken" : "came"} back`);
    }
  });

  return new Command("rewards")
    .description("What viewers and peers are paid out of the viewers' allocation, by what somebody backs.")
    .addCommand(show)
    .addCommand(backing)
    .addCommand(claim)
    .addCommand(returning);
}

const whatOf = ({ slot, actor }: Pick<BackedReward, "slot" | "actor">) =>
  slot === undefined ? "watching" : `help to actor ${actor}`;

const dateOf = (timeSec: bigint) => new Date(Number(timeSec) * 1_000).toISOString();

const jsonOf = (reward: object) =>
  JSON.stringify(reward, (_, value) => (typeof value === "bigint" ? `${value}` : value));
