// SPDX-License-Identifier: MIT
import { randomBytes } from "node:crypto";
import { bytesToHex, createWalletClient, getAddress, type Hex, http, keccak256, publicActions } from "viem";
import type { Devchain } from "../../localnet/devchain.ts";
import { addressesOf } from "../addresses.ts";
import { foundry } from "../chain/foundry.ts";
import { type Payee, payeeOfAddress } from "../chain/payee.ts";
import { tributaryActions } from "../tributaryActions.ts";

export const random = (bytes: number) => bytesToHex(randomBytes(bytes));
export const randomAddress = () => getAddress(random(20));

/** A client with every action of the SDK, its payee, and 100 ether. */
export type Somebody = Awaited<ReturnType<ReturnType<typeof peopleOf>["somebody"]>>;

/** People on a chain, and the works that they publish. */
export function peopleOf(devchain: Devchain) {
  const addresses = addressesOf(devchain.deployment);

  /** @param onAnswer Sees each answer of the chain. */
  async function somebody(streamWei = 0n, onAnswer?: (request: string, answer: string) => void) {
    const { account } = await devchain.newAccount(streamWei);
    const fetchFn: typeof fetch = async (url, init) => {
      const response = await fetch(url, init);
      onAnswer?.(String(init?.body), await response.clone().text());
      return response;
    };
    const transport = http(devchain.rpcUrl, onAnswer && { fetchFn });
    const client = createWalletClient({ account, chain: foundry, transport, pollingInterval: 20 })
      .extend(publicActions)
      .extend(tributaryActions(addresses));
    return Object.assign(client, { payee: payeeOfAddress(account.address) });
  }

  /** Registers a work that pays its publisher, or `payee`. */
  async function publish(publisher: Somebody, payee: Payee = publisher.payee): Promise<Hex> {
    const { contentId } = await publisher.content.registerSync({
      ...{ salt: random(32), payee, ratePerSecondWei: 1n },
      ...{ leafCount: 1n, byteCount: 1n, checkpointsRoot: keccak256("0x01") },
    });
    return contentId;
  }

  async function balanceOf({ account }: Somebody): Promise<bigint> {
    return devchain.balanceOf(account.address);
  }

  /** Mines a block `seconds` after the latest. @returns Its time. */
  async function pass(seconds: number): Promise<number> {
    await devchain.anvil.client.increaseTime({ seconds });
    await devchain.anvil.client.mine({ blocks: 1 });
    return Number((await devchain.anvil.client.getBlock()).timestamp);
  }

  return { addresses, somebody, publish, balanceOf, pass };
}
