// SPDX-License-Identifier: GPL-3.0-or-later
// The works and the edges of a deployment, from the lists on chain.
import type { GetContentReturnType } from "../../sdk/content/getContent.ts";
import { getEdges } from "../../sdk/content/getEdges.ts";
import { getWorks } from "../../sdk/content/getWorks.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import type { Deployment, Reader } from "./deployment.ts";

export type Listed = GetContentReturnType;

/** The newest finished works. */
export async function listWorks(client: Reader): Promise<Listed[]> {
  const { works } = await getWorks(client);
  return works.filter(({ live, leafCount }) => !live && leafCount > 0n);
}

/** The bonded edges that the page may reach: its policy names those of the deployment alone. */
export async function listEdges(client: Reader, { urls }: Deployment): Promise<Edge[]> {
  const origins = new Set(urls.edges.map(originOf));
  return (await getEdges(client)).filter(({ endpoint }) => origins.has(originOf(endpoint)));
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : "");
