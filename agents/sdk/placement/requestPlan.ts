// SPDX-License-Identifier: MIT
import { type Address, type Hex, isAddress, isHex, size } from "viem";
import { badStatus, type Edge, readAtMost } from "../content/requestChunk.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { type Placed, planRoot } from "./plan.ts";

/** 100,000 works with a few owners. */
const MOST_BYTES = 32_000_000;

/** What an edge says about a plan that it published. */
export type PublishedPlan = { works: readonly Placed<{ contentId: Hex }>[] };

/** The plan of an epoch that an edge published. */
export const planUrl = ({ endpoint }: Pick<Edge, "endpoint">, epoch: bigint) =>
  nodeUrl(endpoint, "v1", "plan", `${epoch}`);

/**
 * Asks `edge` for a plan whose root it published. Undefined unless the works and owners lead to `root`. Throws a BadAnswerError, or
 * the error of `fetch`.
 */
export async function requestPlan(
  edge: Pick<Edge, "endpoint">,
  epoch: bigint,
  root: Hex,
  signal: AbortSignal,
): Promise<PublishedPlan["works"] | undefined> {
  const response = await fetch(planUrl(edge, epoch), { signal, redirect: "error" });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw badStatus(response.status, 0);
  }
  const works = parse(new TextDecoder().decode(await readAtMost(response, MOST_BYTES)));
  return works && works.length > 0 && planRoot(works) === root ? works : undefined;
}

function parse(text: string): PublishedPlan["works"] | undefined {
  try {
    const { works } = JSON.parse(text);
    const isWork = ({ contentId, owners }: { contentId: unknown; owners: unknown }) =>
      isHex(contentId) && size(contentId) === 32 && Array.isArray(owners) && owners.every(isOwner);
    return Array.isArray(works) && works.every(isWork) ? works : undefined;
  } catch {
    return undefined;
  }
}

const isOwner = (owner: unknown): owner is Address => isAddress(`${owner}`, { strict: false });
