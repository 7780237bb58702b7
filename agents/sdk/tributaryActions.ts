// SPDX-License-Identifier: MIT
import type { Chain } from "viem";
import * as access from "./access/actions.ts";
import type { TributaryAddresses } from "./addresses.ts";
import { type Bound, bind } from "./chain/bind.ts";
import type { AnyClient } from "./chain/clients.ts";
import { withTributary } from "./chain/deployment.ts";
import * as channel from "./channels/actions.ts";
import * as committee from "./committees/actions.ts";
import * as content from "./content/actions.ts";
import * as court from "./court/actions.ts";
import * as deal from "./deals/actions.ts";
import { deployments } from "./deployment/deployments.generated.ts";
import * as forwarder from "./forwarder/actions.ts";
import * as interaction from "./interactions/actions.ts";
import * as operator from "./operators/actions.ts";
import * as placement from "./placement/actions.ts";
import * as pool from "./pools/actions.ts";
import * as position from "./positions/actions.ts";
import * as prepaid from "./prepaid/actions.ts";
import * as reward from "./rewards/actions.ts";
import * as split from "./splits/actions.ts";
import * as staking from "./staking/actions.ts";
import * as stream from "./streams/actions.ts";
import * as token from "./token/actions.ts";
import * as vesting from "./vesting/actions.ts";

/** The actions of each domain. */
export const namespaces = {
  access,
  channel,
  committee,
  content,
  court,
  deal,
  forwarder,
  interaction,
  operator,
  placement,
  pool,
  position,
  prepaid,
  reward,
  split,
  staking,
  stream,
  token,
  vesting,
};

/** The actions of every domain as methods: `client.staking.stake(…)`, `client.staking.stakeSync(…)`. */
export type TributaryActions = { [name in keyof typeof namespaces]: Bound<(typeof namespaces)[name]> };

/**
 * Adds the actions of the protocol to a client of viem or wagmi. A write returns the transaction's hash; its twin with
 * `Sync` waits, and returns the receipt and what the event says. Payments are in STREAM unless `token` names another token.
 *
 * @param addresses The deployment; by default, what {@link withTributary} wrote into the client's chain, else the address book's.
 * @example
 * const client = createWalletClient({ account, chain, transport: http() }).extend(tributaryActions(addresses));
 * const { rewardWei } = await client.staking.getRewardSync();
 */
export function tributaryActions(addresses?: TributaryAddresses) {
  return (client: AnyClient): TributaryActions => {
    const located = { ...client, chain: locate(client.chain, addresses) } as AnyClient;
    const bound = Object.entries(namespaces).map(([name, actions]) => [
      name,
      bind(located, actions as never),
    ]);
    return Object.fromEntries(bound) as TributaryActions;
  };
}

function locate(chain: Chain | undefined, addresses?: TributaryAddresses): Chain | undefined {
  if (chain === undefined) return undefined;
  const known = addresses ?? (chain.contracts?.streamToken ? undefined : deployments[chain.id]);
  return known ? withTributary(chain, known) : chain;
}
