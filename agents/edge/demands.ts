// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, encodeFunctionData, type Hex } from "viem";
import { followRequests, type RequestTables } from "../demands/followRequests.ts";
import { deadlineOf, type PieceRequest, requestHash } from "../demands/request.ts";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import { HttpError } from "../kernel/http/problem.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Store } from "../kernel/store/store.ts";
import type { Offer } from "../kernel/tx/bids.ts";
import { type Flight, isAtRest } from "../kernel/tx/engine.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { availabilityCourtAbi, contentRegistryAbi } from "../sdk/abis.generated.ts";
import { pieceCount, pieceOf } from "../sdk/content/piece.ts";
import { answerFee } from "./demandPolicy.ts";
import { leafAt, proofAt } from "./heldTree.ts";
import type { EdgeMetrics } from "./metrics.ts";
import type { ServedChunks } from "./servedChunks.ts";
import type { Work, Works } from "./works.ts";

const NO_PROOF: Hex = "0x";
/** Enough for each of the three answers at depth 30. */
const GAS = 300_000n;
/** A raise of fees that every node takes. */
const BUMP_PERCENT = 25;

export type DemandOptions = {
  chain: ChainConnection<"AvailabilityCourt" | "ContentRegistry">;
  store: Store<RequestTables>;
  address: Address;
  works: Pick<Works, "get">;
  /** As viewers get them: what rotted or is gone comes from other edges. */
  chunks: ServedChunks;
  sender: Sender;
  maxFeePerGasWei: bigint;
  metrics: EdgeMetrics;
  log: Logger;
  nowSec(): number;
};

/**
 * Answers the demands for pieces that stand on chain against this edge. The court's logs alone say which are open, so a tick may break
 * off anywhere and be repeated; an answer that is mined twice reverts once. With nothing to answer it asks for the newest block alone.
 */
export function createDemands(options: DemandOptions) {
  const { chain, store, address, works, chunks, sender, metrics, log } = options;
  const { publicClient } = chain;
  const { AvailabilityCourt, ContentRegistry } = chain.deployment.contracts;
  const court = { abi: availabilityCourtAbi } as const;
  const requests = followRequests(chain, store, ({ edge }) => edge === address);

  async function isRepublished({ contentId, generation }: PieceRequest): Promise<boolean> {
    const content = await publicClient.readContract({
      address: ContentRegistry,
      abi: contentRegistryAbi,
      functionName: "contentOf",
      args: [contentId],
    });
    return content.generation !== generation;
  }

  async function pieceIn(work: Work, index: number, piece: number) {
    try {
      const { chunks: taken, release } = await chunks.take(work, index, index);
      try {
        return pieceOf(taken[0]!.bytes, piece);
      } finally {
        release();
      }
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** The call that closes the request; undefined when this edge has none, and loses. */
  async function callFor(request: PieceRequest): Promise<{ data: Hex; kind: "piece" | "proof" } | undefined> {
    const { contentId, generation, piece, piecesRoot } = request;
    const index = Number(request.index);
    const refute = (proof: Hex) => ({
      data: encodeFunctionData({ ...court, functionName: "refute", args: [request, proof] }),
      kind: "proof" as const,
    });
    if (await isRepublished(request)) return refute(NO_PROOF);
    const work = await works.get(contentId);
    if (!work || work.content.generation !== generation || index >= work.tree.leafCount) return undefined;
    const leaf = leafAt(work.tree, index);
    const proof = () => bytesToHex(proofAt(work.tree, index));
    const isRootKnown = BigInt(piecesRoot) !== 0n;
    if (piece >= pieceCount(leaf.length) || (isRootKnown && piecesRoot !== bytesToHex(leaf.piecesRoot))) {
      return refute(proof());
    }
    const answer = await pieceIn(work, index, piece);
    if (!answer) return undefined;
    const { piece: shown, path } = answer;
    if (isRootKnown) {
      const args = [request, shown, path] as const;
      return { data: encodeFunctionData({ ...court, functionName: "answer", args }), kind: "piece" };
    }
    const args = [request, shown, path, proof()] as const;
    return { data: encodeFunctionData({ ...court, functionName: "answerWithProof", args }), kind: "proof" };
  }

  async function offerFor(request: PieceRequest, nowSec: number): Promise<Offer | undefined> {
    const call = await callFor(request);
    if (!call) {
      log.warn(
        { contentId: request.contentId, index: request.index },
        "piece demanded on chain, and not held",
      );
      return undefined;
    }
    const maxFeePerGasWei = answerFee(request, call.kind, nowSec, options.maxFeePerGasWei);
    const key = requestHash(request);
    // what would revert costs gas: an RPC that lags, or a chunk that rotted on disk
    await publicClient.call({ account: address, to: AvailabilityCourt, data: call.data });
    const label = "answer a demand for a piece";
    return {
      to: AvailabilityCourt,
      data: call.data,
      gas: GAS,
      label,
      keys: [key],
      maxFeePerGasWei,
      bumpPercent: BUMP_PERCENT,
    };
  }

  let flight: Flight | undefined;

  /** The open demands that may still be answered, the oldest first. */
  async function due(): Promise<PieceRequest[]> {
    const { timestamp } = await headOf(publicClient).known();
    return (await requests.open()).filter((request) => timestamp < deadlineOf(request));
  }

  return async (signal?: AbortSignal): Promise<void> => {
    const wasIdle = isAtRest(flight) && (await due()).length === 0;
    // before the chain is read, or an answer under way would be decided again
    if (!wasIdle) flight = await sender.look();
    await requests.poll(signal);
    const demanded = await due();
    metrics.demands.set(demanded.length);
    if (wasIdle && demanded.length === 0) return;
    if (wasIdle) flight = await sender.look();
    await answer(demanded, flight!);
  };

  async function answer(demanded: readonly PieceRequest[], now: Flight): Promise<void> {
    // the last block may be old, or the chain's clock ahead: the later time is the careful one
    const nowSec = Math.max((await headOf(publicClient).known()).timestamp, options.nowSec());
    const wanted = demanded.filter((request) => now.stuck || !now.keys.has(requestHash(request)));
    const results = await Promise.allSettled(wanted.map((request) => offerFor(request, nowSec)));
    const offers = results.flatMap((result) => (result.status === "fulfilled" ? (result.value ?? []) : []));
    if (offers.length > 0 || now.stuck) await sender.offer(offers, now);
    for (const { keys } of offers) log.info({ request: keys[0] }, "answer to a demand offered");
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  }
}
