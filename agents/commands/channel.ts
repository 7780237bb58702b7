// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { formatEther } from "viem";
import { connectChain } from "../kernel/chain/chain.ts";
import { streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { statusOfChannel } from "../sdk/channels/channel.ts";
import { finalize } from "../sdk/channels/finalize.ts";
import { getChannel } from "../sdk/channels/getChannel.ts";
import { startClose } from "../sdk/channels/startClose.ts";
import { findChannelKey, openNewChannel, readChannelKey } from "../wallet/sessionKeys.ts";
import { asOnlySigner, chainFields, openWallet, walletFields } from "../wallet/wallet.ts";
import { answer } from "./say.ts";
import { payee, word } from "./schemas.ts";

/** The payee's time to settle after the payer starts a close, in seconds. */
export const windowField = {
  schema: wholeNumber(900, 2_592_000),
  default: 3_600,
  flag: "window",
  description: "Seconds that the payee has to settle once you start to close, 900 to 2,592,000",
};

const openConfig = defineConfig("channel open", {
  ...walletFields,
  payee: { schema: payee, description: "Who is paid: an address, or split:<id>" },
  deposit: {
    schema: streamAmount,
    description: "STREAM to deposit; closing the channel refunds the rest",
  },
  windowSec: windowField,
});
const showConfig = defineConfig("channel show", chainFields);
const closeConfig = defineConfig("channel close", walletFields);

export function channelCommand(): Command {
  const open = new Command("open")
    .description("Opens a channel from you to a payee. Prints the channel's id.")
    .addHelpText("after", "\nExample:\n  tributary channel open --payee split:0 --deposit 5");
  addOptions(open, openConfig).action(async (flags) => {
    const config = loadConfig(openConfig, { flags, env: process.env });
    const wallet = await openWallet(config, ["PaymentChannels", "StreamToken"]);
    const { channelId } = await asOnlySigner(wallet, () =>
      openNewChannel(wallet, { ...config, depositWei: config.deposit }),
    );
    answer(channelId);
  });

  const show = new Command("show")
    .description("Shows the state of a channel.")
    .argument("<channelId>", "the channel's id")
    .addHelpText("after", "\nExample:\n  tributary channel show 0x…");
  addOptions(show, showConfig).action(async (given: string, flags) => {
    const config = loadConfig(showConfig, { flags, env: process.env });
    const channelId = checked(given);
    const chain = await connectChain({
      rpcUrl: config.rpcUrl,
      contracts: ["PaymentChannels"],
      deploymentPath: config.deployment,
    });
    const paymentChannels = chain.deployment.contracts.PaymentChannels;
    const key = await readChannelKey(chain, channelId);
    const channel = await getChannel(chain.publicClient, { paymentChannels, channelId });
    answer(`status   ${statusOfChannel(channel)}`);
    answer(`payer    ${key.payer}`);
    answer(`payee    ${key.payee}`);
    answer(`deposit  ${formatEther(channel.deposit)} STREAM`);
    answer(`settled  ${formatEther(channel.settled)} STREAM`);
    if (channel.closesAt > 0) answer(`closes   ${timeOf(channel.closesAt)}`);
  });

  const close = new Command("close")
    .description("Starts to close a channel of yours; after its window, closes the channel and refunds you.")
    .argument("<channelId>", "the channel's id")
    .addHelpText(
      "after",
      "\nExample:\n  tributary channel close 0x… --keystore key.json --password-file password",
    );
  addOptions(close, closeConfig).action(async (given: string, flags) => {
    const config = loadConfig(closeConfig, { flags, env: process.env });
    const channelId = checked(given);
    const wallet = await openWallet(config, ["PaymentChannels"]);
    const { chain } = wallet;
    const paymentChannels = chain.deployment.contracts.PaymentChannels;
    const key = await findChannelKey(wallet, channelId);
    const channel = await getChannel(chain.publicClient, { paymentChannels, channelId });
    switch (statusOfChannel(channel)) {
      case "open": {
        const { closesAt } = await asOnlySigner(wallet, () =>
          startClose.sync(chain.walletClient, { paymentChannels, key }),
        );
        answer(`closing: run the command again after ${timeOf(closesAt)} for the refund`);
        break;
      }
      case "closing": {
        const { timestamp } = await chain.publicClient.getBlock();
        // on a quiet chain the last block may be old
        const nowSec = Math.max(Number(timestamp), Math.floor(Date.now() / 1000));
        if (nowSec < channel.closesAt) {
          throw new UserError(
            `Channel ${channelId} is closing, and its payee may settle until ${timeOf(channel.closesAt)}.`,
            "Run the command again after that time for the refund.",
          );
        }
        await asOnlySigner(wallet, () => finalize.sync(chain.walletClient, { paymentChannels, key }));
        answer(`closed: ${formatEther(channel.deposit - channel.settled)} STREAM refunded to ${key.payer}`);
        break;
      }
      default:
        throw new UserError(`Channel ${channelId} is closed already.`, "Nothing is left to do.");
    }
  });

  return new Command("channel")
    .description("Opens, shows and closes payment channels.")
    .addCommand(open)
    .addCommand(show)
    .addCommand(close);
}

function checked(channelId: string) {
  const parsed = word.safeParse(channelId);
  if (parsed.success) return parsed.data;
  throw new UserError(`${channelId} is not a channel's id.`, "Give 0x and 64 hex digits.");
}

const timeOf = (sec: number) => new Date(sec * 1000).toISOString();
