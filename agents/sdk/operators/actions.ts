// SPDX-License-Identifier: MIT
// The actions of `client.operator`: the nodes of the network, and their bonds.
import type { Address } from "viem";
import {
  addBondFunction,
  BondAddedEvent,
  BondReducedEvent,
  BondWithdrawnEvent,
  isActiveFunction,
  isCourtFunction,
  MINIMUM_BONDFunction,
  operatorRegistryErrors,
  RegisteredEvent,
  registerFunction,
  SlashedEvent,
  startUnbondFunction,
  UNBONDING_DELAYFunction,
  UnbondStartedEvent,
  UpdatedEvent,
  updateFunction,
  withdrawBondFunction,
} from "../abis/operatorRegistry.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite, type WriteContext } from "../chain/defineWrite.ts";
import { takes } from "../chain/takes.ts";
import { regionOf } from "./region.ts";

export { getOperator } from "./getOperator.ts";
export { getOperatorCount, getOperatorPage, getOperators } from "./getOperators.ts";

const contract = { contract: "operatorRegistry", errors: operatorRegistryErrors } as const;
const inStream = (amountWei: bigint, { addressOf }: WriteContext) =>
  ({ source: "allowance", token: addressOf("streamToken"), amountWei }) as const;

export type RegisterOperatorParameters = {
  /** The number of the role: see `src/types/Operator.sol`. */
  role: number;
  /** At most 8 characters, as of `eu-west`. */
  region: string;
  /** The base URL of the node. */
  endpoint: string;
  bondWei: bigint;
};

/**
 * Registers the account as the operator of a node, with its bond in STREAM.
 *
 * @throws BalanceTooLow; ContractRefused, as of `OperatorRegistry_BondTooLow` with the least bond.
 * @example
 * await client.operator.registerSync({ role: EDGE_ROLE, region: "eu-west", endpoint, bondWei });
 */
export const register = defineWrite({
  ...contract,
  functions: [registerFunction],
  event: RegisteredEvent,
  deposit: takes(({ bondWei }: RegisterOperatorParameters, context) => inStream(bondWei, context)),
  call: ({ role, region, endpoint, bondWei }: RegisterOperatorParameters) => ({
    args: [role, regionOf(region), endpoint, bondWei],
  }),
});

/** Adds to the bond of any operator; one that a court had taken below the least bond serves again. */
export const addBond = defineWrite({
  ...contract,
  functions: [addBondFunction],
  event: BondAddedEvent,
  deposit: takes(({ amountWei }: { operator: Address; amountWei: bigint }, context) =>
    inStream(amountWei, context),
  ),
  call: ({ operator, amountWei }) => ({ args: [operator, amountWei] }),
});

/** Changes the region and the base URL of the account's node. */
export const update = defineWrite({
  ...contract,
  functions: [updateFunction],
  event: UpdatedEvent,
  call: ({ region, endpoint }: { region: string; endpoint: string }) => ({
    args: [regionOf(region), endpoint],
  }),
});

/** Ends the work of the account's node: its bond can be withdrawn after a delay, in which it can still be slashed. */
export const startUnbond = defineWrite({
  ...contract,
  functions: [startUnbondFunction],
  event: UnbondStartedEvent,
});

/** Withdraws the account's bond, once the delay is over. */
export const withdrawBond = defineWrite({
  ...contract,
  functions: [withdrawBondFunction],
  event: BondWithdrawnEvent,
});

/** Whether an operator has a role, and is neither slashed nor leaving. */
export const getIsActive = defineRead("operatorRegistry", isActiveFunction);
/** Whether a contract may slash. */
export const getIsCourt = defineRead("operatorRegistry", isCourtFunction);
/** The least bond, in wei. */
export const getMinimumBond = defineRead("operatorRegistry", MINIMUM_BONDFunction);
/** The time from {@link startUnbond} to {@link withdrawBond}, in seconds. */
export const getUnbondingDelay = defineRead("operatorRegistry", UNBONDING_DELAYFunction);

export const watchRegistered = defineWatch("operatorRegistry", RegisteredEvent);
export const watchUpdated = defineWatch("operatorRegistry", UpdatedEvent);
export const watchBondAdded = defineWatch("operatorRegistry", BondAddedEvent);
export const watchBondReduced = defineWatch("operatorRegistry", BondReducedEvent);
export const watchBondWithdrawn = defineWatch("operatorRegistry", BondWithdrawnEvent);
export const watchUnbondStarted = defineWatch("operatorRegistry", UnbondStartedEvent);
export const watchSlashed = defineWatch("operatorRegistry", SlashedEvent);
