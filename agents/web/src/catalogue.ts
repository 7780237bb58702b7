// SPDX-License-Identifier: GPL-3.0-or-later
// What all pages know of the works: the list from the chain, and what each work is, read once.
import { type Signal, signal } from "@preact/signals";
import type { Hex } from "viem";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { type Deployment, type Loaded, readerOf } from "./deployment.ts";
import type { About } from "./manifests.ts";
import { problemOf } from "./sentences.ts";
import { type Listed, listEdges, listWorks } from "./works.ts";

export type Catalogue = { works: readonly Listed[]; edges: readonly Edge[] };

export const catalogue = signal<Loaded<Catalogue>>({ state: "loading" });
const abouts = new Map<Hex, Signal<Loaded<About>>>();

/** Reads the list anew; what is known of a work stays, and what failed is asked again. */
export async function loadCatalogue(from: Deployment): Promise<void> {
  for (const [contentId, about] of abouts) if (about.peek().state === "failed") abouts.delete(contentId);
  try {
    catalogue.value = { state: "ready", value: await readCatalogue(from) };
  } catch (error) {
    catalogue.value = { state: "failed", problem: problemOf(error) };
  }
}

/** Shows works that came since, and asks again what works are that no edge served; a silent chain changes nothing. */
export async function refreshCatalogue(from: Deployment): Promise<void> {
  const found = await readCatalogue(from).catch(() => undefined);
  if (!found) return;
  for (const content of found.works) {
    const about = abouts.get(content.contentId);
    if (about?.peek().state === "failed") readLater(content, found.edges, from, about);
  }
  const shown = catalogue.peek();
  if (shown.state === "ready" && shown.value.works.length === found.works.length) return;
  catalogue.value = { state: "ready", value: found };
}

async function readCatalogue(from: Deployment): Promise<Catalogue> {
  const client = readerOf(from);
  const [works, edges] = await Promise.all([listWorks(client), listEdges(client, from)]);
  return { works, edges };
}

/** What a work is; the first call asks the edges for the manifest. */
export function aboutOfWork(
  content: Listed,
  edges: readonly Edge[],
  from: Deployment,
): Signal<Loaded<About>> {
  const known = abouts.get(content.contentId);
  if (known) return known;
  const about = signal<Loaded<About>>({ state: "loading" });
  abouts.set(content.contentId, about);
  readLater(content, edges, from, about);
  return about;
}

async function readLater(
  content: Listed,
  edges: readonly Edge[],
  from: Deployment,
  about: Signal<Loaded<About>>,
): Promise<void> {
  try {
    // verifying brings a curve: the list is painted before
    const { readAbout } = await import("./manifests.ts");
    about.value = { state: "ready", value: await readAbout(content, edges, from) };
  } catch (error) {
    about.value = { state: "failed", problem: problemOf(error) };
  }
}
