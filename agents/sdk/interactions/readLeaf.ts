// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { type Patience, requestJson, SequencerUnreachable } from "../wire/requestJson.ts";
import { decodeLeaf, type Leaf, type LeafKind, leafKey } from "./leaves.ts";
import { OperationRefused } from "./operationRefused.ts";

export type ReadLeafParameters<Kind extends LeafKind> = Patience & {
  /** The sequencer's URL, such as `https://sequencer.example`. */
  sequencerUrl: string;
  kind: Kind;
  /** What the leaf is of, as of {@link leafKey}: an actor and a work for an opinion. */
  of: readonly [a: number, b?: number, c?: number];
};

/**
 * Asks a sequencer for a leaf of the state, after all operations that were posted or wait there. It is the sequencer's word: what
 * is final is read by proof (`verifyLeaf`).
 *
 * @throws OperationRefused, as by a sequencer that takes no operations; SequencerUnreachable where no answer comes.
 * @example
 * const { likes } = await readLeaf({ sequencerUrl, kind: "work", of: [work] });
 */
export async function readLeaf<Kind extends LeafKind>({
  sequencerUrl,
  kind,
  of,
  ...patience
}: ReadLeafParameters<Kind>): Promise<Leaf<Kind>> {
  const url = nodeUrl(sequencerUrl, "v1", "interactions", "leaves", bytesToHex(leafKey(kind, ...of)));
  const { status, json } = await requestJson(url, { method: "GET", ...patience });
  if (status !== 200) throw OperationRefused.by(status, json);
  if (typeof json.value !== "string" || !/^0x[0-9a-f]{64}$/.test(json.value))
    throw new SequencerUnreachable(url, "an answer that is no leaf");
  return decodeLeaf(kind, BigInt(json.value as Hex));
}
