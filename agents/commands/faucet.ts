// SPDX-License-Identifier: GPL-3.0-or-later

import { Command } from "commander";
import { type Address, formatEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { connectChain, DEVELOPMENT_CHAIN_ID } from "../kernel/chain/chain.ts";
import { streamAmount } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { ANVIL_KEYS } from "../localnet/anvil.ts";
import { fund } from "../localnet/faucet.ts";
import { asOnlySigner, chainFields } from "../wallet/wallet.ts";
import { answer } from "./say.ts";
import { address } from "./schemas.ts";

const faucetConfig = defineConfig("faucet", {
  ...chainFields,
  stream: {
    schema: streamAmount,
    default: "1000",
    description: "STREAM to send; the least bond of an edge is 1000",
  },
});

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
    if (chain.chainId !== DEVELOPMENT_CHAIN_ID) {
      throw new UserError(
        `Chain ${chain.chainId} has no faucet: its STREAM belongs to somebody.`,
        "Ask a holder of STREAM; the accounts in script/config/ hold the allocations.",
      );
    }
    const { account } = chain.walletClient;
    await asOnlySigner({ account, chain }, () => fund(chain, accounts, config.stream));
    for (const to of accounts) answer(`${to} received ${formatEther(config.stream)} STREAM and 10 ether`);
  });
}

function parseAccount(text: string): Address {
  const parsed = address.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UserError(`${text} is not an address.`, "Give 0x and 40 hex digits; check every digit.");
}
