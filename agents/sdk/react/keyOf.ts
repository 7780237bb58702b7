// SPDX-License-Identifier: MIT

/** Bundlers rename functions, and a store's content changes: each is known by a number. */
const numbers = new WeakMap<object, number>();
let last = 0;
export function numberOf(thing: object): number {
  const known = numbers.get(thing);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(thing, last);
  return last;
}

/** The parameters of a read as a part of its key: plain data as it is; anything else, as `localStorage`, by its identity. */
export function keyOf(parameters: unknown): unknown {
  if (!isPlain(parameters)) return parameters;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null && !Array.isArray(value) && !isPlain(value)
        ? numberOf(value)
        : value,
    ]),
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
