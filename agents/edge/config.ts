// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { DEVELOPMENT_CHAIN_ID } from "../kernel/chain/chain.ts";
import { address, commonFields, list, streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole, yesNo } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { operatorFields, publicUrl } from "../operators/endpoint.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";

const baseUrls = list.pipe(z.array(publicUrl));

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
  capacityBytes: {
    schema: wholeNumber(CHUNK_BYTES).optional(),
    description:
      "Bytes of the disk for chunks at most, each counted as 64 KiB; by default, all but the reserve",
  },
  publisherQuotaBytes: {
    schema: wholeNumber(1).optional(),
    description: "Bytes of the works of one publisher to take at most; pinned works are taken beside",
  },
  cacheBytes: {
    schema: wholeNumber(LEAST_CACHE_BYTES),
    default: 64_000_000,
    description: "Bytes of memory for chunks: for those kept, and those on their way to slow viewers",
  },
  fill: {
    schema: yesNo,
    default: true,
    description:
      "Fetches works and chunks that are asked for and not held, from other edges and the sources below",
  },
  mirrors: {
    schema: baseUrls.optional(),
    description:
      "URLs of mirrors or CDNs to fill from, as `publish --mirror` and `edge export` write them, by commas",
  },
  ipfsGateways: {
    schema: baseUrls.optional(),
    description: "URLs of trustless IPFS gateways to fill from, by commas",
  },
  capacity: {
    schema: wholeNumber(1, 2 ** 32 - 1).optional(),
    description:
      "Gigabytes to declare on chain, from when on this edge fetches and holds what the plan of each epoch gives it",
  },
  repairBytesPerSec: {
    schema: wholeNumber(CHUNK_BYTES),
    default: 25_000_000,
    description: "Bytes a second at most that this edge fetches for owners that are gone",
  },
  publishPlan: {
    schema: yesNo,
    default: false,
    description:
      "Publishes the root of each epoch's plan on chain: 53,000 gas an hour, and a wrong one costs the bond",
  },
  earnAbove: {
    schema: streamAmount.optional(),
    description:
      "STREAM that a claim, or a day's promise, must bring; from then on this edge promises on chain the works that it owns and that a deal pays for, and claims",
  },
  scrubPercent: {
    schema: wholeNumber(0, 100),
    default: 1,
    description:
      "Percent of the chunks on disk that are read and compared each hour; damaged ones are filled again",
  },
  peers: {
    schema: yesNo,
    default: true,
    description: "Lets the viewers of works that are held here meet, to send each other chunks",
  },
  signinUrl: {
    schema: publicUrl.optional(),
    description:
      "URL of a sign-in service, as its tokens name it: uploads then need a sign-in, or a publisher whom the settings name",
  },
  owner: {
    schema: address.optional(),
    description: "Account that may change the settings, signed in; by default this edge's own",
  },
  faultChunk: {
    schema: wholeNumber(1).optional(),
    description: `Drill, on chain ${DEVELOPMENT_CHAIN_ID} only: serves this chunk of every work with a flipped byte, and signs it`,
  },
  faultWithhold: {
    schema: wholeNumber(1).optional(),
    description: `Drill, on chain ${DEVELOPMENT_CHAIN_ID} only: keeps this chunk of every work back, from viewers and from the court`,
  },
});

export type EdgeConfig = ConfigOf<typeof edgeConfig>;

/**
 * The URL that proofs of signed-in people name. Throws a UserError without one: whatever a proof named would have to be believed.
 */
export function requirePublicUrl({ publicUrl }: Pick<EdgeConfig, "publicUrl">): string {
  if (publicUrl) return publicUrl;
  throw new UserError(
    "Who signs in proves each request for this edge's URL, and none is given.",
    "Give --public-url beside --signin-url.",
  );
}

/** Throws a UserError for an edge that would be given works, and fetches none. */
export function requireFills({ capacity, fill }: Pick<EdgeConfig, "capacity" | "fill">): void {
  if (capacity === undefined || fill) return;
  throw new UserError(
    "An edge that does not fill cannot hold what a plan gives it.",
    "Run without --capacity, or without --fill false.",
  );
}

/** Throws a UserError for a drill on a chain where a bond has value. */
export function requireDrillAllowed(chunk: number | undefined, chainId: number): void {
  if (chunk === undefined || chainId === DEVELOPMENT_CHAIN_ID) return;
  throw new UserError(
    `A drill would cost this edge its bond on chain ${chainId}.`,
    `Run without --fault-chunk and --fault-withhold, or on chain ${DEVELOPMENT_CHAIN_ID}.`,
  );
}
