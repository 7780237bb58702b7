// SPDX-License-Identifier: MIT
import { getDeployment, requestTokens, tributaryActions, withTributary } from "@tributary/sdk";
import { createWalletClient, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";

/** A new account on a running `npm start`, with 1,000 STREAM, ether for gas, and every action; `url`: what the run prints. */
export async function newcomer(url = "http://127.0.0.1:8600") {
  const { rpcUrl, addresses, urls, works } = await getDeployment(url);
  const account = privateKeyToAccount(generatePrivateKey());
  await requestTokens(urls.faucet, { address: account.address });
  const chain = withTributary(foundry, addresses);
  const client = createWalletClient({ account, chain, transport: http(rpcUrl) }).extend(tributaryActions());
  return { client, addresses, urls, works };
}
