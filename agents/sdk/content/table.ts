// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";
import { concatBytes } from "./merkle.ts";
import { readVarint, varint } from "./varint.ts";

/** Writes bytes and numbers one after the other; a number is a varint, below 2^53. */
export class TableWriter {
  readonly #parts: Uint8Array[] = [];

  bytes(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }

  unsigned(value: number): void {
    this.#parts.push(varint(value));
  }

  /** A number that may be negative, as zigzag: 0, -1, 1, -2, … */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  end(): Uint8Array {
    return concatBytes(this.#parts);
  }
}

/** Reads what a {@link TableWriter} wrote. Throws a TributaryError where the bytes are over, or a number is not below 2^53. */
export class TableReader {
  #at = 0;
  readonly #table: Uint8Array;

  constructor(table: Uint8Array) {
    this.#table = table;
  }

  bytes(count: number): Uint8Array {
    if (!(count >= 0 && this.#at + count <= this.#table.length))
      throw new TributaryError("the table ends too early");
    const from = this.#at;
    this.#at += count;
    return this.#table.slice(from, this.#at);
  }

  unsigned(): number {
    const read = readVarint(this.#table, this.#at);
    if (!read) throw new TributaryError("the table ends too early, or has too large a number");
    this.#at = read.end;
    return read.value;
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Throws a TributaryError unless everything was read. */
  end(): void {
    if (this.#at !== this.#table.length) throw new TributaryError("the table goes on behind its end");
  }
}
