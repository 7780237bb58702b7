// SPDX-License-Identifier: MIT

export type BringOptions = {
  /** Takes a verified chunk. */
  take(index: number, bytes: Uint8Array): void;
  /** Seconds until the chunks are played. */
  slackSec(): number;
  signal?: AbortSignal | undefined;
  onBytes?: ((byteCount: number) => void) | undefined;
};

/** Other viewers of the work, from whom a player takes what they bring in time: see `@tributary/sdk/peers`. */
export type PeerSource = {
  /** Brings what peers have of the chunks from `first` to `last`, each verified, and returns while an edge can still bring the rest. */
  bring(first: number, last: number, options: BringOptions): Promise<void>;
  /** Told of each chunk that an edge sent, to keep it for peers. */
  hold(index: number, chunk: { proof: Uint8Array; bytes: Uint8Array }): unknown;
};
