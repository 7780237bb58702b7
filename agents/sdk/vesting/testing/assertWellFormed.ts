// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";

const TAG = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z-]+(?::[a-z]+)?="[^"<&]*")*)(\/?)>/g;

/** Every element of `xml` is closed in its turn, and no mark stands where it would have to be escaped. */
export function assertWellFormed(xml: string): void {
  const open: string[] = [];
  for (const [tag, closing, name = "", , selfClosing] of xml.matchAll(TAG)) {
    if (closing) assert.equal(open.pop(), name, `${tag} closes what is open`);
    else if (!selfClosing) open.push(name);
  }
  assert.deepEqual(open, [], "everything is closed");
  assert.doesNotMatch(xml.replace(TAG, ""), /[<>]|&(?!#\d+;)/, "no loose mark");
}
