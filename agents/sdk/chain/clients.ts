// SPDX-License-Identifier: MIT
import type { Account, Address, Chain, Client, Transport } from "viem";
import { parseAccount } from "viem/utils";
import { TributaryError } from "../errors/TributaryError.ts";

/** A viem client with a chain and an account, which can sign. */
export type SigningClient = Client<Transport, Chain, Account>;

/** Any client of viem or wagmi. Its account may also come with a call. */
export type AnyClient = Client<Transport, Chain | undefined, Account | undefined>;

/**
 * @returns The client, with `account` in the place of its own.
 * @throws TributaryError for a client that knows no chain, or no account.
 */
export function signingClient(client: AnyClient, account?: Account | Address | undefined): SigningClient {
  const signer = account === undefined ? client.account : parseAccount(account);
  if (client.chain === undefined)
    throw new TributaryError("the client has no chain", { advice: "give `chain` where the client is made" });
  if (signer === undefined)
    throw new TributaryError("the client has no account", {
      advice: "give `account` with the call, or where the client is made",
    });
  return { ...client, account: signer } as SigningClient;
}
