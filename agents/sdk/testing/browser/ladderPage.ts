// SPDX-License-Identifier: MIT
// The page of a test that plays a work in several qualities: what it paid, which qualities it showed, how it ended.
import type { Hex } from "viem";
import type { Court, Edge, GetContentReturnType } from "../../index.ts";
import { keyInLink, linkKeys } from "../../index.ts";
import { adaptiveIn, play, type VideoLike } from "../../player/index.ts";

declare const location: { hash: string };
declare const document: {
  querySelector(selector: "video"): VideoLike;
  addEventListener(type: string, listener: (event: { effectiveDirective: string }) => void): void;
};

type Given = {
  content: Omit<GetContentReturnType, "leafCount" | "byteCount" | "ratePerSecondWei">;
  court: Court;
  edges: Edge[];
  startSec: number;
};
type Sizes = { leafCount: string; byteCount: string };

const seen = {
  paidSeconds: 0,
  qualities: [] as string[],
  forbidden: [] as string[],
  end: undefined as string | undefined,
  failures: [] as string[],
};
document.addEventListener("securitypolicyviolation", (event) =>
  seen.forbidden.push(event.effectiveDirective),
);

async function playLadder({ content, court, edges, startSec }: Given & { content: Sizes }): Promise<void> {
  const paymentSession = {
    paidWei: 0n,
    async pay(amountWei: bigint) {
      seen.paidSeconds += 1;
      return { channelId: "0x" as Hex, acceptedWei: 0n, addedWei: amountWei };
    },
  };
  const key = keyInLink(location.hash);
  const player = adaptiveIn(document.querySelector("video"), {
    loadHls: async () => (await import("hls.js/light")).default,
    startSec,
    onQuality: (name) => seen.qualities.push(name),
  });
  Object.assign(globalThis, { pinQuality: player.pinQuality });
  const { leafCount, byteCount } = content;
  try {
    const { failures } = await play({
      content: {
        ...content,
        leafCount: BigInt(leafCount),
        byteCount: BigInt(byteCount),
        ratePerSecondWei: 1n,
      },
      ...{ court, edges, paymentSession, keys: key && linkKeys(key), ...player },
    });
    seen.failures = failures.map(({ edge, reason }) => `${edge.endpoint} ${reason}`);
    seen.end = "played";
  } catch (error) {
    seen.end = String(error);
  }
}

Object.assign(globalThis, { seen, playLadder });
