// SPDX-License-Identifier: GPL-3.0-or-later
// What each key node of a committee did, as the page saw it.

/** `ms`: until the node's answer began, by this page's clock. */
export type NodeTold = { state: "asked" | "spared" | "down" } | { state: "answered" | "refused"; ms: number };

/** By the URL that was asked. */
export type Nodes = ReadonlyMap<string, NodeTold>;

/** A node that is asked again shows what it did last, until it does something else; being spared does not say that it is back. */
export function withTold(nodes: Nodes, url: string, told: NodeTold): Nodes {
  const saysNothing =
    told.state === "asked" ? nodes.has(url) : told.state === "spared" && nodes.get(url)?.state === "down";
  return saysNothing ? nodes : new Map(nodes).set(url, told);
}

/** A `fetch` that tells what comes of each request. Whoever is let go, since the key is here, was spared; nobody who was is down. */
export function tellingFetch(
  onTold: (url: string, told: NodeTold) => void,
  { fetch, now }: { fetch: typeof globalThis.fetch; now: () => number },
): typeof globalThis.fetch {
  return async (input, init) => {
    const url = String(input);
    const began = now();
    onTold(url, { state: "asked" });
    try {
      const response = await fetch(input, init);
      onTold(url, { state: response.ok ? "answered" : "refused", ms: Math.round(now() - began) });
      return response;
    } catch (error) {
      const { aborted = false, reason } = init?.signal ?? {};
      const isLate = (reason as Error | undefined)?.name === "TimeoutError";
      onTold(url, { state: aborted && !isLate ? "spared" : "down" });
      throw error;
    }
  };
}

/** What a person is told of a node. */
export function saidOf(
  told: NodeTold | undefined,
  { lied, serves }: { lied: boolean; serves: boolean },
): string {
  if (lied) return "signed a false answer";
  if (!serves) return "nobody serves in its place";
  switch (told?.state) {
    case undefined:
      return "not asked yet";
    case "asked":
      return "is asked…";
    case "spared":
      return "not needed: the others were first";
    case "down":
      return "does not answer";
    case "answered":
      return `answered in ${told.ms} ms`;
    case "refused":
      return `gave no key, in ${told.ms} ms`;
  }
}
