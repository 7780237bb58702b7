// SPDX-License-Identifier: GPL-3.0-or-later
// What an edge signs of itself: that it lives, and which works it holds whole. One answer speaks of all works.
import {
  type Address,
  concat,
  type Hex,
  hexToBytes,
  isAddressEqual,
  keccak256,
  type LocalAccount,
} from "viem";
import { z } from "zod";
import { tributaryDomain } from "../../sdk/chain/domain.ts";
import { recoverSigner } from "../../sdk/chain/recoverSigner.ts";
import { nodeUrl } from "../../sdk/wire/nodeUrl.ts";

/** A heartbeat is good for one chain and placement. */
export type BeatDomain = { chainId: number; placement: Address };

/** The roots of the works that an edge holds whole, and of those that it was to fill in and cannot; and whether it is about to leave. */
export type Standing = { holds: readonly Hex[]; refuses: readonly Hex[]; isRetiring: boolean };

/** The most works of one edge, and the most bytes of an answer that lists as many. */
const MOST_WORKS = 100_000;
export const MOST_BEAT_BYTES = 2 * MOST_WORKS * 70;
/** How far the clocks of two edges may differ. */
const MOST_SKEW_MS = 30_000;

const word = z.string().regex(/^0x[0-9a-f]{64}$/);
const roots = z.array(word).max(MOST_WORKS);
/** The lists are left out for who knows the digest. */
export const heartbeatBody = z.object({
  atMs: z.int().nonnegative().describe("When the edge signed, in milliseconds since the Unix epoch"),
  works: word.describe("keccak256(keccak256(holds) ‖ keccak256(refuses)), each list packed"),
  isRetiring: z.boolean().describe("Whether the edge is about to leave"),
  signature: z.string().regex(/^0x[0-9a-f]{130}$/),
  holds: roots.optional().describe("The roots of the works that the edge holds whole"),
  refuses: roots.optional().describe("The roots of works that the edge was to fill in and cannot"),
});
export type Heartbeat = z.infer<typeof heartbeatBody>;

const types = {
  Heartbeat: [
    { name: "atMs", type: "uint64" },
    { name: "works", type: "bytes32" },
    { name: "isRetiring", type: "bool" },
  ],
} as const;

const typedData = (
  { chainId, placement }: BeatDomain,
  { atMs, works, isRetiring }: Pick<Heartbeat, "atMs" | "works" | "isRetiring">,
) =>
  ({
    domain: tributaryDomain(chainId, placement),
    types,
    primaryType: "Heartbeat",
    message: { atMs: BigInt(atMs), works: works as Hex, isRetiring },
  }) as const;

/** Reads a heartbeat. Throws unless it is of the right shape. */
export const parseHeartbeat = (text: string): Heartbeat => heartbeatBody.parse(JSON.parse(text));

/** The URL of an edge's heartbeat, for who knows the lists of `digest`. */
export const heartbeatUrl = (endpoint: string, digest: Hex | undefined): string =>
  `${nodeUrl(endpoint, "v1", "heartbeat")}${digest ? `?known=${digest}` : ""}`;

export const digestOf = ({ holds, refuses }: Pick<Standing, "holds" | "refuses">): Hex =>
  keccak256(concat([packed(holds), packed(refuses)]));

const packed = (list: readonly Hex[]) => hexToBytes(keccak256(concat(list.map((each) => hexToBytes(each)))));

/** Signs what an edge is now. */
export async function signHeartbeat(
  account: LocalAccount,
  domain: BeatDomain,
  { holds, refuses, isRetiring }: Standing,
  atMs: number,
): Promise<Required<Heartbeat>> {
  const said = { atMs, works: digestOf({ holds, refuses }), isRetiring };
  const signature = await account.signTypedData(typedData(domain, said));
  return { ...said, signature, holds: [...holds], refuses: [...refuses] };
}

/** What was taken of an edge: its lists, and when it signed them. */
export type TakenBeat = { atMs: number; works: Hex; holds: ReadonlySet<Hex>; refuses: ReadonlySet<Hex> };

/**
 * Takes a heartbeat of `edge`: newer than the one before, so that no former one counts again, near to now, and signed. Undefined for any
 * other.
 */
export async function takeHeartbeat(
  { edge, ...domain }: BeatDomain & { edge: Address },
  beat: Heartbeat,
  before: TakenBeat | undefined,
  nowMs: number,
): Promise<TakenBeat | undefined> {
  const { atMs } = beat;
  const works = beat.works as Hex;
  if (atMs <= (before?.atMs ?? 0) || Math.abs(atMs - nowMs) > MOST_SKEW_MS) return undefined;
  const lists = listsOf(beat, before);
  if (!lists) return undefined;
  const signer = await recoverSigner(typedData(domain, beat), beat.signature as Hex);
  if (!signer || !isAddressEqual(signer, edge)) return undefined;
  return { atMs, works, ...lists };
}

/** The lists of the heartbeat's digest: those that it brings, or those that are known. */
function listsOf({ works, holds, refuses }: Heartbeat, before: TakenBeat | undefined) {
  if (holds && refuses) {
    const lists = { holds: holds as Hex[], refuses: refuses as Hex[] };
    return digestOf(lists) === works
      ? { holds: new Set(lists.holds), refuses: new Set(lists.refuses) }
      : undefined;
  }
  return before?.works === works ? { holds: before.holds, refuses: before.refuses } : undefined;
}
