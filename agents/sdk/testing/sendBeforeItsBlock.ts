// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Account, createWalletClient, type Hash, http, parseGwei } from "viem";
import type { Devchain } from "../../localnet/devchain.ts";
import type { AnyClient } from "../chain/clients.ts";
import type { Somebody } from "./people.ts";

/** A sender, and fields of a transaction that no node would choose. */
export type OwnFields = {
  account: Account;
  nonce: number;
  gas: bigint;
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
};

/**
 * Sends a write of `sender` by a client without account and addresses, while nothing is mined: asserts that the hash comes before
 * the block, and that the transaction has the fields. Then mines.
 */
export async function sendBeforeItsBlock(
  devchain: Devchain,
  sender: Somebody,
  send: (bare: AnyClient, own: OwnFields) => Promise<Hash>,
): Promise<Hash> {
  const { account } = sender;
  const { client } = devchain.anvil;
  const bare = createWalletClient({ chain: sender.chain, transport: http(devchain.rpcUrl) });
  const next = await sender.getTransactionCount({ address: account.address });
  const own = {
    nonce: next + 1,
    gas: 345_678n,
    maxFeePerGas: parseGwei("7"),
    maxPriorityFeePerGas: parseGwei("3"),
  };
  let hash: Hash;
  await client.setAutomine(false);
  try {
    hash = await send(bare, { ...own, account });
    await assert.rejects(sender.getTransactionReceipt({ hash }), /could not be found/);
    // fills the gap below the nonce
    await sender.sendTransaction({ to: account.address, nonce: next });
  } finally {
    await client.setAutomine(true);
  }
  await client.mine({ blocks: 1 });
  const sent = await sender.getTransaction({ hash });
  for (const [name, value] of Object.entries(own)) assert.equal(sent[name as keyof typeof own], value);
  return hash;
}
