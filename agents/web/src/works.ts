// SPDX-License-Identifier: GPL-3.0-or-later
// The works of a deployment and where they come from, by the lists on chain.
import { getEdges } from "../../sdk/content/getEdges.ts";
import { getWorks, type ListedWork } from "../../sdk/content/getWorks.ts";
import { type Edge, mirrorAt } from "../../sdk/content/requestChunk.ts";
import type { Deployment, Reader } from "./deployment.ts";

export type Listed = ListedWork;

/** The newest finished works. */
export async function listWorks(client: Reader): Promise<Listed[]> {
  const { works } = await getWorks(client);
  return works.filter(({ live, leafCount }) => !live && leafCount > 0n);
}

/** The bonded edges that the page may reach, and the mirrors: the page's policy names those of the deployment alone. */
export async function listEdges(client: Reader, { urls }: Deployment): Promise<Edge[]> {
  const origins = new Set(urls.edges.map(originOf));
  const bonded = (await getEdges(client)).filter(({ endpoint }) => origins.has(originOf(endpoint)));
  return [...bonded, ...urls.mirrors.map(mirrorAt)];
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : "");
