// SPDX-License-Identifier: MIT
import type { abis } from "@tributary/sdk/abis";
import type { Address, ContractEventName, GetEventArgs } from "viem";
import type { Store } from "./store.ts";

type Abis = typeof abis;
export type ContractName = keyof Abis;
type Named = { EnableUnion: false; IndexedOnly: false; Required: true };

/** An event of a contract; `timeSec` is its block's time. */
export type Happened<contract extends ContractName, name extends ContractEventName<Abis[contract]>> = {
  args: GetEventArgs<Abis[contract], name, Named>;
  contract: Address;
  timeSec: bigint;
};

/** What each event of a contract changes: by the event and the rows alone, so that the same logs give the same rows. */
export type Handlers<contract extends ContractName> = {
  readonly [name in ContractEventName<Abis[contract]>]?: (
    store: Store,
    event: Happened<contract, name>,
  ) => Promise<void>;
};
