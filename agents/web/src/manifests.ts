// SPDX-License-Identifier: GPL-3.0-or-later
// What a work is, by its manifest: from an edge, verified against the root on chain.
import type { Hex } from "viem";
import { describePolicy } from "../../sdk/access/describePolicy.ts";
import type { Manifest, Rendition } from "../../sdk/content/manifestFields.ts";
import type { Court } from "../../sdk/content/receipt.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { openWork } from "../../sdk/player/openWork.ts";
import { bytesOf, qualitiesOf } from "../../sdk/player/qualities.ts";
import type { Deployment } from "./deployment.ts";
import { titleOf } from "./format.ts";
import type { Listed } from "./works.ts";

export type About = {
  title: string;
  durationSec: number;
  /** Plays with a key: from its link, or from the committee that it is sealed to. */
  isEncrypted: boolean;
  /** Whom the keys are sealed to; undefined for a work that plays by its link alone. */
  committee: Hex | undefined;
  /** In words, as the work's policy on chain says where it is sealed to a committee. */
  whoMayWatch: string;
  /** Video in qualities that the player chooses from. */
  isAdaptive: boolean;
  /** The URL of a picture in this page's memory. */
  poster: string | undefined;
  byteCount: number;
  qualities: readonly string[];
};

/** The court that judges what edges sign. */
export const courtOf = ({ chainId, addresses }: Deployment): Court => ({
  chainId,
  contentCourt: addresses.contentCourt,
});

/** Reads what a work is. Throws a ChunkUnavailableError when no edge serves its manifest. */
export async function readAbout(content: Listed, edges: readonly Edge[], from: Deployment): Promise<About> {
  const { manifest } = await openWork({ content, edges, court: courtOf(from) });
  return aboutOf(manifest, manifest.committee && (await wordsOfPolicy(from, content.contentId)));
}

/** The player needs no words: where the chain is silent, the work's page says so. */
async function wordsOfPolicy(from: Deployment, contentId: Hex): Promise<string> {
  const { readPolicy } = await import("./access/terms.ts");
  return readPolicy(from, contentId).then(
    ({ terms, words }) => describePolicy(terms, words),
    () => "Whom its policy lets in",
  );
}

/** What a person is told of a manifest. `policy`: of a sealed work, in words. */
export function aboutOf(manifest: Manifest, policy?: string): About {
  const { title, durationSec, encryption, committee, renditions, poster } = manifest;
  const shown = qualitiesOf(manifest).map((number) => renditions[number]!);
  return {
    title: titleOf(title),
    durationSec,
    isEncrypted: encryption !== "none",
    committee,
    whoMayWatch: policy ?? (encryption === "none" ? "Everybody" : "Whoever has its whole link"),
    isAdaptive: shown[0]?.kind === "video",
    poster: poster && URL.createObjectURL(new Blob([poster.bytes.slice()], { type: poster.mediaType })),
    byteCount: Math.max(...shown.map(bytesOf)),
    qualities: [...new Set(shown.map((rendition) => qualityOf(rendition, durationSec)))],
  };
}

/** "720p", or what a file is and takes: "MP4 · 1.0 Mbps". */
function qualityOf(rendition: Rendition, durationSec: number): string {
  if (rendition.kind === "video") return rendition.name;
  const type = rendition.mediaType.split("/")[1]!.replace(/^x-/, "").toUpperCase();
  return `${type} · ${((bytesOf(rendition) * 8) / durationSec / 1e6).toFixed(1)} Mbps`;
}
