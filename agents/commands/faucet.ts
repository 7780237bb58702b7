// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { type Address, formatEther, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { connectChain } from "../kernel/chain/chain.ts";
import { address, streamAmount } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { ANVIL_KEYS } from "../localnet/anvil.ts";
import { fund } from "../localnet/faucet.ts";
import { releaseAllocation } from "../localnet/releaseAllocation.ts";
import { asOnlySigner, chainFields } from "../wallet/wallet.ts";
import { answer } from "./say.ts";

const faucetConfig = defineConfig("faucet", {
  ...chainFields,
  stream: {
    schema: streamAmount,
    default: "1000",
    description: "STREAM to send; the least bond of an edge is 1000",
  },
});

const ETHER_WEI = parseEther("10");

export function faucetCommand(): Command {
  const command = new Command("faucet")
    .description("Sends STREAM and ten ether to accounts, on a development chain alone.")
    .argument("<address...>", "the accounts that receive")
    .addHelpText("after", "\nExample:\n  tributary faucet 0xAda… --stream 5000");
  return addOptions(command, faucetConfig).action(async (given: string[], flags) => {
    const config = loadConfig(faucetConfig, { flags, env: process.env });
    const accounts = given.map(parseAccount);
    const chain = await connectChain({
      rpcUrl: config.rpcUrl,
      contracts: ["StreamToken", "TokenDistribution", "TokenVesting"],
      deploymentPath: config.deployment,
      account: privateKeyToAccount(ANVIL_KEYS[0]),
    });
    const { publicClient, walletClient, deployment } = chain;
    // what has vested since of the creators' allocation, whose holder is anvil's first account
    const refill = () => releaseAllocation(publicClient, walletClient, deployment, "creators");
    const gift = { streamWei: config.stream, etherWei: ETHER_WEI };
    await asOnlySigner({ account: walletClient.account, chain }, () => fund(chain, accounts, gift, refill));
    for (const to of accounts) answer(`${to} received ${formatEther(config.stream)} STREAM and 10 ether`);
  });
}

function parseAccount(text: string): Address {
  const parsed = address.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UserError(`${text} is not an address.`, "Give 0x and 40 hex digits; check every digit.");
}
