// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { DEVELOPMENT_CHAIN_ID } from "../kernel/chain/chain.ts";
import { commonFields, streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole, yesNo } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { publicUrl } from "./endpoint.ts";

/** The settings of an edge. */
export const edgeConfig = defineRole("edge", {
  ...commonFields("edge", { port: 9100 }),
  bond: {
    schema: streamAmount.optional(),
    description: "STREAM to bond when this edge is not registered yet; signing a wrong chunk loses the bond",
  },
  region: {
    schema: z.string().regex(/^[a-z0-9-]{1,8}$/, { error: "1 to 8 of a-z, 0-9 and -" }),
    default: "local",
    description: "Region to register: where this edge serves",
  },
  publicUrl: {
    schema: publicUrl.optional(),
    description: "URL at which others reach this edge; by default, the address that the edge listens on",
  },
  privateNetwork: {
    schema: yesNo,
    default: false,
    description: "Lets a private address stand on chain: every viewer is in this edge's network",
  },
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
    schema: wholeNumber(0),
    default: 64_000_000,
    description: "Bytes of chunks to keep in memory",
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
