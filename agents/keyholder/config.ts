// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { DEVELOPMENT_CHAIN_ID } from "../kernel/chain/chain.ts";
import { address, commonFields, list, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole, yesNo } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { operatorFields } from "../operators/endpoint.ts";

/** The settings of a keyholder. */
export const keyholderConfig = defineRole("keyholder", {
  ...commonFields("keyholder", { port: 9300 }),
  ...operatorFields("keyholder", "signing a wrong answer loses the bond"),
  confirmations: {
    schema: wholeNumber(0, 256),
    default: 2,
    description: `Blocks below the head at which access is read, so that a short reorg gives no key; 0 on chain ${DEVELOPMENT_CHAIN_ID} alone`,
  },
  founders: {
    schema: list.pipe(z.array(address)).optional(),
    description:
      "Accounts whose proposals this keyholder follows: it takes part in the committees that they begin, and hands its key shares on to the members whom they name; none by default",
  },
  maxBlindSec: {
    schema: wholeNumber(1),
    default: 60,
    description: "Refuse requests while the newest block is older than this many seconds",
  },
  faultShare: {
    schema: yesNo,
    default: false,
    description: `Drill, on chain ${DEVELOPMENT_CHAIN_ID} only: answers every request with a wrong point, and signs it`,
  },
});

export type KeyholderConfig = ConfigOf<typeof keyholderConfig>;

/** Throws a UserError for settings that are right on a development chain alone. */
export function requireSafeSettings(
  { confirmations, faultShare }: Pick<KeyholderConfig, "confirmations" | "faultShare">,
  chainId: number,
): void {
  if (chainId === DEVELOPMENT_CHAIN_ID) return;
  if (faultShare) {
    throw new UserError(
      `A drill would cost this keyholder its bond on chain ${chainId}.`,
      `Run without --fault-share, or on chain ${DEVELOPMENT_CHAIN_ID}.`,
    );
  }
  if (confirmations === 0) {
    throw new UserError(
      `On chain ${chainId} the newest block may be undone, and a key that was given on it would stay given.`,
      "Give --confirmations 1 or more.",
    );
  }
}
