// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { type Hex, hexToBytes } from "viem";
import { type CapsulePlace, checkCapsule } from "../../sdk/encryption/capsule.ts";
import type { Curve, Point } from "../../sdk/encryption/curve.ts";

/** About 15 MB: the periods that are watched now, in every quality. */
const REMEMBERED = 50_000;

/**
 * Makes the check of capsules: the base of a capsule whose proof holds in its place, undefined for any other. A capsule that held is checked
 * once; the least recently asked for is forgotten first.
 */
export function createCapsules(curve: Curve, onChecked: () => void, remembered = REMEMBERED) {
  // in the order of the last request
  const bases = new Map<string, Point>();

  return (place: CapsulePlace, capsule: Hex): Point | undefined => {
    const name = nameOf(place, capsule);
    const known = bases.get(name);
    if (known) {
      bases.delete(name);
      bases.set(name, known);
      return known;
    }
    onChecked();
    const base = checkCapsule(curve, place, hexToBytes(capsule))?.base;
    if (!base) return undefined;
    bases.set(name, base);
    if (bases.size > remembered) bases.delete(bases.keys().next().value!);
    return base;
  };
}

export type Capsules = ReturnType<typeof createCapsules>;

/** Of the place too: a capsule that holds in one place holds in no other. */
function nameOf(place: CapsulePlace, capsule: Hex): string {
  const { committeeId, contentId, generation, rendition, period } = place;
  return createHash("sha256")
    .update(`${committeeId} ${contentId} ${generation} ${rendition} ${period} ${capsule}`.toLowerCase())
    .digest("base64");
}
