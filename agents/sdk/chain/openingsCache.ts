// SPDX-License-Identifier: MIT

/** A store of texts, as `localStorage` is one, and wagmi's `storage`. */
export type TextStore = {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(key: string, text: string): unknown;
};

/** What is known of an account's openings: the keys, as they go into JSON, and the last block that was read. */
export type KnownOpenings = { block: bigint; keys: unknown[] };

/** Reads what was kept; undefined for nothing, and for a text that is damaged or another program's. */
export async function readKept(
  cache: TextStore | undefined,
  name: string,
): Promise<KnownOpenings | undefined> {
  try {
    const { block, keys } = JSON.parse((await cache?.getItem(name)) ?? "");
    return Array.isArray(keys) ? { block: BigInt(block), keys } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what is known. A store that is full or forbidden costs a longer search the next time, and nothing else. */
export async function keep(
  cache: TextStore | undefined,
  name: string,
  { block, keys }: KnownOpenings,
): Promise<void> {
  const asText = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  try {
    await cache?.setItem(name, JSON.stringify({ block, keys }, asText));
  } catch {
    // as in a private window
  }
}
