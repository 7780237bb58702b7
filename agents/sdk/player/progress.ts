// SPDX-License-Identifier: MIT
import { deferred } from "../wire/deferred.ts";

/** A count that only rises, and that others wait for. */
export class Progress {
  #value = 0;
  #failure: { error: unknown } | undefined;
  #changed = deferred<void>();

  get value(): number {
    return this.#value;
  }

  advance(): void {
    this.#value += 1;
    this.#wake();
  }

  /** Nothing more will be counted: whoever waits for more fails with `error`. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  /** Throws what {@link fail} was told. */
  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Waits until the count is `value` at least. */
  async reach(value: number): Promise<void> {
    while (this.#value < value) {
      this.throwIfFailed();
      await this.#changed.promise;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = deferred();
  }
}
