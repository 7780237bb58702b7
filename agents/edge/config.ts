// SPDX-License-Identifier: GPL-3.0-or-later
import { DEVELOPMENT_CHAIN_ID } from "../kernel/chain/chain.ts";
import { commonFields, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { operatorFields } from "../operators/endpoint.ts";

/** Enough for a few framed answers of 4 MiB at once. */
const LEAST_CACHE_BYTES = 16_000_000;

/** The settings of an edge. */
export const edgeConfig = defineRole("edge", {
  ...commonFields("edge", { port: 9100 }),
  ...operatorFields("edge", "signing a wrong chunk loses the bond"),
  maxContentBytes: {
    schema: wholeNumber(1),
    default: 4_000_000_000,
    description: "Largest work to take, in bytes",
  },
  reserveBytes: {
    schema: wholeNumber(0),
    default: 500_000_000,
    description: "Bytes of the disk to leave free",
  },
  cacheBytes: {
    schema: wholeNumber(LEAST_CACHE_BYTES),
    default: 64_000_000,
    description: "Bytes of memory for chunks: for those kept, and those on their way to slow viewers",
  },
  faultChunk: {
    schema: wholeNumber(1).optional(),
    description: `Drill, on chain ${DEVELOPMENT_CHAIN_ID} only: serves this chunk of every work with a flipped byte, and signs it`,
  },
});

export type EdgeConfig = ConfigOf<typeof edgeConfig>;

/** Throws a UserError for a drill on a chain where a bond has value. */
export function requireDrillAllowed(faultChunk: number | undefined, chainId: number): void {
  if (faultChunk === undefined || chainId === DEVELOPMENT_CHAIN_ID) return;
  throw new UserError(
    `A drill would cost this edge its bond on chain ${chainId}.`,
    `Run without --fault-chunk, or on chain ${DEVELOPMENT_CHAIN_ID}.`,
  );
}
