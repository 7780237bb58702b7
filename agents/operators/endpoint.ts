// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { DEVELOPMENT_CHAIN_ID } from "../kernel/chain/chain.ts";
import { streamAmount } from "../kernel/config/commonConfig.ts";
import { yesNo } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { type BadBaseUrlError, type BaseUrl, parseBaseUrl } from "../sdk/wire/baseUrl.ts";
import { hostScope } from "../sdk/wire/hostScope.ts";

/** The contract's limit. */
const MOST_BYTES = 256;

/** A URL for the chain, in its one spelling. */
export const publicUrl = z.string().transform((text, context): BaseUrl => {
  try {
    const url = parseBaseUrl(text);
    if (Buffer.byteLength(url) <= MOST_BYTES) return url;
    context.addIssue({ code: "custom", message: `a URL of ${MOST_BYTES} bytes at most` });
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as BadBaseUrlError).wanted });
  }
  return z.NEVER;
});

export type EndpointSettings = {
  host: string;
  publicUrl: BaseUrl | undefined;
  /** The operator says that all who call are in this node's private network. */
  privateNetwork: boolean;
};

/** The settings of an operator who stands on chain: its bond, where it serves, and the URL by which it is reached. */
export const operatorFields = (role: string, stake: string) => ({
  bond: {
    schema: streamAmount.optional(),
    description: `STREAM to bond when this ${role} is not registered yet; ${stake}`,
  },
  region: {
    schema: z.string().regex(/^[a-z0-9-]{1,8}$/, { error: "1 to 8 of a-z, 0-9 and -" }),
    default: "local",
    description: `Region to register: where this ${role} serves`,
  },
  publicUrl: {
    schema: publicUrl.optional(),
    description: `URL at which others reach this ${role}; by default, the address that the ${role} listens on`,
  },
  privateNetwork: {
    schema: yesNo,
    default: false,
    description: `Lets a private address stand on chain: all who call this ${role} are in its network`,
  },
});

/**
 * Throws a UserError unless others can reach the URL that stands on chain while this node runs: the one given, else the one
 * registered, else the address that the node listens on.
 *
 * @param role The node's, in sentences.
 * @param registered The endpoint on chain; empty when the node is not registered yet.
 */
export function requireReachable(
  role: string,
  settings: EndpointSettings,
  registered: string,
  chainId: number,
): void {
  const { host, publicUrl, privateNetwork } = settings;
  const url = publicUrl ?? (registered || undefined);
  const shown = url ?? `the address ${host}`;
  const refuse = (why: string, advice: string) => {
    throw new UserError(`${shown} would stand on chain as this ${role}'s URL, and ${why}.`, advice);
  };
  const give = `Give --public-url the http or https URL by which viewers reach this ${role}`;
  const scope = url === undefined ? hostScope(host) : scopeOfUrl(url);
  if (scope === "nobody") refuse("nobody can be reached there", `${give}, such as https://${role}.example.`);
  if (chainId === DEVELOPMENT_CHAIN_ID) return;
  if (scope === "loopback")
    refuse("it means another machine to every viewer", `${give}, such as https://${role}.example.`);
  if (scope === "private" && !privateNetwork)
    refuse(
      "it cannot be reached from outside its network",
      `${give}; if all viewers are in that network, give --private-network.`,
    );
}

function scopeOfUrl(url: string): ReturnType<typeof hostScope> {
  try {
    return hostScope(new URL(parseBaseUrl(url)).hostname);
  } catch {
    // registered by another program
    return "nobody";
  }
}
