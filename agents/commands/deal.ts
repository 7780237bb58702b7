// SPDX-License-Identifier: GPL-3.0-or-later

import { Command } from "commander";
import { formatEther, type Hex, zeroAddress } from "viem";
import { type ChainConnection, connectChain } from "../kernel/chain/chain.ts";
import { address, streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { storageDealsAbi } from "../sdk/abis.generated.ts";
import { getContent } from "../sdk/content/getContent.ts";
import { EPOCH_SEC, epochOf } from "../sdk/content/holding.ts";
import {
  claim,
  getClaimDelay,
  getDeal,
  getDealCount,
  getPaid,
  open,
  stop,
  takeBack,
  topUp,
} from "../sdk/deals/actions.ts";
import { asOnlySigner, chainFields, openWallet, walletFields } from "../wallet/wallet.ts";
import { answer, note } from "./say.ts";
import { word } from "./schemas.ts";

const contracts = ["StorageDeals", "ContentRegistry", "StreamToken"] as const;
type Chain = ChainConnection<(typeof contracts)[number]>;
/** Of every deal that a work has. */
const LAST_EPOCH = 2n ** 64n - 1n;

const dryRun = { schema: yesNo, default: false, description: "Show what would move, and send nothing" };
const epochs = { schema: wholeNumber(1), description: "Epochs of 3,600 s to pay for" };
const openConfig = defineConfig("deal open", {
  ...walletFields,
  price: { schema: streamAmount, description: "STREAM for a gigabyte of one copy in one epoch" },
  epochs,
  copies: { schema: wholeNumber(3, 16), default: 3, description: "How many owners are paid, the best first" },
  dryRun,
});
const topUpConfig = defineConfig("deal top-up", { ...walletFields, epochs, dryRun });
const stopConfig = defineConfig("deal stop", { ...walletFields, dryRun });
const showConfig = defineConfig("deal show", chainFields);
const claimConfig = defineConfig("deal claim", {
  ...walletFields,
  edge: { schema: address.optional(), description: "The edge to pay; by default the account itself" },
  dryRun,
});
const takeBackConfig = defineConfig("deal take-back", { ...walletFields, dryRun });

export function dealCommand(): Command {
  const opening = new Command("open")
    .description("Prepays the edges that own a work, from the next epoch on. Prints the deal's number.")
    .argument("<content-id>", "the work, as `tributary publish` printed it")
    .addHelpText("after", "\nExample:\n  tributary deal open 0x… --price 0.00001 --epochs 720");
  addOptions(opening, openConfig).action(async (id: string, flags) => {
    const config = loadConfig(openConfig, { flags, env: process.env });
    const contentId = word.parse(id);
    const wallet = await openWallet(config, contracts);
    const { walletClient, publicClient, deployment } = wallet.chain;
    const addresses = addressesIn(wallet.chain);
    const { byteCount } = await getContent(publicClient, {
      contentRegistry: deployment.contracts.ContentRegistry,
      contentId,
    });
    const epochWei = ((config.price * byteCount) / 10n ** 9n) * BigInt(config.copies);
    const depositWei = epochWei * BigInt(config.epochs);
    note(`An epoch costs ${formatEther(epochWei)} STREAM, ${config.epochs} cost ${formatEther(depositWei)}.`);
    if (config.dryRun) return;
    const { number, deal } = await asOnlySigner(wallet, () =>
      open.sync(walletClient, {
        ...addresses,
        ...{ contentId, pricePerGigabyteWei: config.price, copies: config.copies, depositWei },
      }),
    );
    note(`Paid from epoch ${deal.from} (${timeOf(deal.from)}) to ${deal.until - 1}.`);
    answer(`${number}`);
  });

  const toppingUp = of("top-up", "Adds epochs to the end of a deal that has one yet to begin.");
  toppingUp.addHelpText("after", "\nExample:\n  tributary deal top-up 0x… 0 --epochs 720");
  addOptions(toppingUp, topUpConfig).action(async (id: string, given: string, flags) => {
    const config = loadConfig(topUpConfig, { flags, env: process.env });
    const wallet = await openWallet(config, contracts);
    const { deal, ...named } = await dealOf(wallet.chain, id, given);
    const depositWei = deal.payWei * BigInt(deal.copies * config.epochs);
    note(`${config.epochs} epochs cost ${formatEther(depositWei)} STREAM.`);
    if (config.dryRun) return;
    const { until } = await asOnlySigner(wallet, () =>
      topUp.sync(wallet.chain.walletClient, { ...named, depositWei }),
    );
    answer(`paid to epoch ${until - 1n}`);
  });

  const stopping = of("stop", "Ends a deal with the present epoch; the epochs to come return to its payer.");
  stopping.addHelpText("after", "\nExample:\n  tributary deal stop 0x… 0 --dry-run");
  addOptions(stopping, stopConfig).action(async (id: string, given: string, flags) => {
    const config = loadConfig(stopConfig, { flags, env: process.env });
    const wallet = await openWallet(config, contracts);
    const { deal, ...named } = await dealOf(wallet.chain, id, given);
    const ahead = BigInt(deal.until) - (await presentIn(wallet.chain)) - 1n;
    const aheadWei = ahead > 0n ? ahead * deal.payWei * BigInt(deal.copies) : 0n;
    if (config.dryRun) return answer(`${formatEther(aheadWei)} STREAM would return to ${deal.payer}`);
    const { returned } = await asOnlySigner(wallet, () => stop.sync(wallet.chain.walletClient, named));
    answer(`${formatEther(returned)} STREAM returned to ${deal.payer}`);
  });

  const show = new Command("show")
    .description("Shows the deals of a work, and what each has paid and holds.")
    .argument("<content-id>", "the work")
    .addHelpText("after", "\nExample:\n  tributary deal show 0x…");
  addOptions(show, showConfig).action(async (id: string, flags) => {
    const { rpcUrl, deployment } = loadConfig(showConfig, { flags, env: process.env });
    const chain = await connectChain({ rpcUrl, contracts, deploymentPath: deployment });
    const named = { ...addressesIn(chain), contentId: word.parse(id) };
    const count = await getDealCount(chain.publicClient, named);
    note(`Epoch ${await presentIn(chain)}; ${count} deals.`);
    for (let number = 0n; number < count; number++) {
      const deal = await getDeal(chain.publicClient, { ...named, number });
      const { paid, held } = await sharesOf(chain, { ...named, number }, deal);
      const terms = `${formatEther(deal.payWei)} STREAM a copy and epoch, ${deal.copies} copies`;
      answer(`${number}  ${terms}, epochs ${deal.from} to ${deal.until - 1}, of ${deal.payer}`);
      const amounts = [paid, held].map((shares) => formatEther(shares * deal.payWei));
      answer(`   of epochs from ${deal.returnedUntil} on: paid ${amounts[0]}, held ${amounts[1]} STREAM`);
    }
  });

  const claiming = of("claim", "Has an edge paid what a deal owes it, of all epochs that are due.");
  claiming.addHelpText("after", "\nExample:\n  tributary deal claim 0x… 0 --edge 0xEd… --dry-run");
  addOptions(claiming, claimConfig).action(async (id: string, given: string, flags) => {
    const config = loadConfig(claimConfig, { flags, env: process.env });
    const wallet = await openWallet(config, contracts);
    const { walletClient, publicClient } = wallet.chain;
    const { deal, ...named } = await dealOf(wallet.chain, id, given);
    const due = {
      ...named,
      edge: config.edge ?? wallet.account.address,
      fromEpoch: BigInt(deal.returnedUntil),
      toEpoch: (await presentIn(wallet.chain)) - (await getClaimDelay(publicClient, named)),
    };
    if (config.dryRun) {
      const { result } = await publicClient.simulateContract({
        ...{ address: named.storageDeals, abi: storageDealsAbi, functionName: "claim" as const },
        args: [due.contentId, due.number, due.edge, due.fromEpoch, due.toEpoch],
      });
      return answer(`${formatEther(result)} STREAM is due to ${due.edge}`);
    }
    const { paid } = await asOnlySigner(wallet, () => claim.sync(walletClient, due));
    answer(`${formatEther(paid)} STREAM paid to ${due.edge}`);
  });

  const taking = of("take-back", "Returns to the payer what no edge claimed in time, whoever calls.");
  taking.addHelpText("after", "\nExample:\n  tributary deal take-back 0x… 0 --dry-run");
  addOptions(taking, takeBackConfig).action(async (id: string, given: string, flags) => {
    const config = loadConfig(takeBackConfig, { flags, env: process.env });
    const wallet = await openWallet(config, contracts);
    const { walletClient } = wallet.chain;
    const { deal, ...named } = await dealOf(wallet.chain, id, given);
    const all = { ...named, toEpoch: LAST_EPOCH };
    if (config.dryRun) {
      const { result } = await wallet.chain.publicClient.simulateContract({
        ...{ address: named.storageDeals, abi: storageDealsAbi, functionName: "takeBack" as const },
        args: [all.contentId, all.number, all.toEpoch],
      });
      return answer(`${formatEther(result)} STREAM would return to ${deal.payer}`);
    }
    const { returned } = await asOnlySigner(wallet, () => takeBack.sync(walletClient, all));
    answer(`${formatEther(returned)} STREAM returned to ${deal.payer}`);
  });

  return [opening, toppingUp, stopping, show, claiming, taking].reduce(
    (deal, command) => deal.addCommand(command),
    new Command("deal").description("Prepays edges for keeping copies of a work, and pays them."),
  );
}

const of = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .argument("<content-id>", "the work")
    .argument("<number>", "the deal, as `tributary deal show` lists it");

const addressesIn = ({ deployment: { contracts: at } }: Chain) => ({
  storageDeals: at.StorageDeals,
  streamToken: at.StreamToken,
});

async function dealOf(chain: Chain, id: string, given: string) {
  const contentId: Hex = word.parse(id);
  if (!/^[0-9]+$/.test(given)) throw new UserError(`${given} is not a deal's number.`, "Give 0, 1, …");
  const named = { ...addressesIn(chain), contentId, number: BigInt(given) };
  const deal = await getDeal(chain.publicClient, named);
  if (deal.payer !== zeroAddress) return { ...named, deal };
  throw new UserError(
    `Work ${contentId} has no deal ${given}.`,
    "Run `tributary deal show` to see those that it has.",
  );
}

/** The shares of the epochs that did not come back: those that were paid, and the others. */
async function sharesOf(
  chain: Chain,
  named: Parameters<typeof getDeal>[1],
  deal: Awaited<ReturnType<typeof getDeal>>,
) {
  const epochs = Array.from({ length: deal.until - deal.returnedUntil }, (_, n) =>
    BigInt(deal.returnedUntil + n),
  );
  const words = await Promise.all(epochs.map((epoch) => getPaid(chain.publicClient, { ...named, epoch })));
  const paid = words.reduce((sum, bits) => sum + bits.toString(2).replaceAll("0", "").length, 0);
  return { paid: BigInt(paid), held: BigInt(epochs.length * deal.copies - paid) };
}

async function presentIn({ publicClient }: Chain): Promise<bigint> {
  return epochOf((await publicClient.getBlock()).timestamp);
}

const timeOf = (epoch: number) => new Date(epoch * EPOCH_SEC * 1_000).toISOString();
