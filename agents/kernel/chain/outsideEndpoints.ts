// SPDX-License-Identifier: GPL-3.0-or-later
import { lookup } from "node:dns/promises";
import { parseBaseUrl } from "../../sdk/wire/baseUrl.ts";
import { hostScope } from "../../sdk/wire/hostScope.ts";
import { yesNo } from "../config/config.ts";
import { DEVELOPMENT_CHAIN_ID } from "./chain.ts";

export const privateNetworkField = {
  schema: yesNo,
  default: false,
  description: "Asks edges at private addresses too: they are in your network",
} as const;

/** The addresses of a host. */
export type AddressesOf = (host: string) => Promise<readonly string[]>;

const lookUp: AddressesOf = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Those of `nodes` that may be asked: anybody may put a URL on chain, and one that leads into this machine's own network would
 * turn requests of ours against what is not meant for strangers. Where `privateNetwork` says that the nodes are in that network,
 * and on a development chain, all may.
 */
export async function outsideEndpoints<Node extends { endpoint: string }>(
  nodes: readonly Node[],
  { chainId, privateNetwork }: { chainId: number; privateNetwork: boolean },
  addressesOf = lookUp,
): Promise<Node[]> {
  if (privateNetwork || chainId === DEVELOPMENT_CHAIN_ID) return [...nodes];
  const isOutside = await Promise.all(nodes.map(({ endpoint }) => leadsOutside(endpoint, addressesOf)));
  return nodes.filter((_, at) => isOutside[at]);
}

async function leadsOutside(endpoint: string, addressesOf: AddressesOf): Promise<boolean> {
  try {
    const host = new URL(parseBaseUrl(endpoint)).hostname;
    const addresses = await addressesOf(host.replace(/^\[|\]$/g, ""));
    return addresses.length > 0 && addresses.every((address) => hostScope(address) === "public");
  } catch {
    // no URL of a node, or a name that nobody has
    return false;
  }
}
