// SPDX-License-Identifier: MIT
import type { ContractName, Handlers } from "./events.ts";
import { policies, shop } from "./handlers/access.ts";
import { channels } from "./handlers/channels.ts";
import { pools } from "./handlers/pools.ts";
import { contents, operators } from "./handlers/registries.ts";
import { splits } from "./handlers/splits.ts";
import { staking } from "./handlers/staking.ts";
import { streams } from "./handlers/streams.ts";
import { positions, stream } from "./handlers/tokens.ts";
import { vesting } from "./handlers/vesting.ts";

/** Every contract that holds somebody's money or right, and what its events change. */
export const HANDLERS = {
  StreamToken: stream,
  TokenVesting: vesting,
  Staking: staking,
  PositionToken: positions,
  StreamingProtocol: streams,
  StreamPools: pools,
  PaymentChannels: channels,
  SplitRollup: splits,
  ContentRegistry: contents,
  OperatorRegistry: operators,
  AccessPolicy: policies,
  PurchasePolicy: shop,
} satisfies { [contract in ContractName]?: Handlers<contract> };
