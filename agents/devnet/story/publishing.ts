// SPDX-License-Identifier: GPL-3.0-or-later
import { basename, join } from "node:path";
import { type Hex, parseEther } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { publishFile } from "../../publisher/publish.ts";
import { contentRegistryAbi } from "../../sdk/abis.generated.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { createSplit } from "../../splits/splits.ts";
import type { SplitTable } from "../../splits/table.ts";
import { withSender } from "../../wallet/wallet.ts";
import type { Person } from "./cast.ts";
import { tableOf } from "./tables.ts";
import type { Telling } from "./telling.ts";

/** A published work, and the split that it pays. */
export type Work = {
  title: string;
  contentId: Hex;
  split: bigint;
  table: SplitTable;
  durationSec: number;
  chunks: number;
};

/** Not round, so that every share has something to round. */
const RATE_WEI = parseEther("0.1") + 7n;

/** The act: each file becomes a work of a creator of its own, and pays a split of `collaborators`. */
export async function publishWorks(
  { files, chain, agents, cast, directory, screen, onPublished, signal }: Telling,
  collaborators: ReadonlyMap<string, Person>,
): Promise<Work[]> {
  const works: Work[] = [];
  for (const [number, file] of files.entries()) {
    const creator = await cast.make(`creator-${number + 1}`);
    const table = tableOf(number, collaborators);
    const { edges } = agents;
    const onProgress = (text: string) => screen.progress(text);
    const work = await screen.during(
      `publishing ${file}`,
      () => publishWork({ chain, creator, directory, file, table, edges, signal, onProgress }),
      ({ title, chunks, split, durationSec }) =>
        `published ${title}: ${durationSec} s in ${chunks} chunks on ${edges.length} edges, paying split ${split} (${table.length} collaborators)`,
    );
    works.push(work);
    onPublished(work);
  }
  return works;
}

/** Registers the split of a work, then publishes its file to all edges. Throws when one of them has no copy. */
async function publishWork(options: {
  chain: ChainConnection;
  creator: Person;
  directory: string;
  file: string;
  table: SplitTable;
  edges: readonly Edge[];
  signal: AbortSignal;
  onProgress: (text: string) => void;
}): Promise<Work> {
  const { chain, creator, file, table, edges, signal, onProgress } = options;
  const title = basename(file);
  const wallet = { account: creator.account, chain, directory: join(options.directory, creator.name) };
  const { split, payee } = await createSplit(creator.wallet, {
    rollup: chain.deployment.contracts.SplitRollup,
    table,
  });
  return withSender(wallet, contentRegistryAbi, async (sender) => {
    const published = await publishFile({
      chain,
      sender,
      file,
      payee,
      ratePerSecondWei: RATE_WEI,
      edges,
      signal,
      onProgress: (progress) => {
        if (progress.stage === "hash")
          onProgress(`${title}: chunk ${progress.done} of ${progress.total} hashed`);
        if (progress.stage === "upload") onProgress(`${title}: ${progress.sent} chunks sent`);
      },
    });
    const [failure] = published.failures;
    if (failure) throw new Error(`${failure.edge.endpoint} has no copy of ${title}: ${failure.reason}`);
    const { contentId, leafCount, manifest } = published;
    return { title, contentId, split, table, durationSec: manifest.durationSec, chunks: leafCount };
  });
}
