// SPDX-License-Identifier: MIT

/** What the choice of the next fragment's quality depends on. Levels are qualities from the lowest, 0, up. */
export type LadderState = {
  /** The level of the fragment before; undefined for the first. */
  level: number | undefined;
  /** Seconds of media ahead of the viewer. */
  bufferSec: number;
  /** Seconds of the work behind those. */
  leftSec: number;
  /** What the network bears, of late and in the last fragment, in bits a second; undefined before the first. */
  throughput: { estimate: number; last: number } | undefined;
  /** The size of the next fragment in each level. */
  fragmentBits: readonly number[];
  fragmentSec: number;
};

/** How far ahead of the viewer the media is fetched. */
export const MOST_BUFFER_SEC = 120;

// The numbers were chosen by search on the training networks of script/bench/abr, with the two hard ones at hand; `npm run bench:abr`
// judges them on others.

/** A level is borne when a part of the throughput would leave so many seconds ahead after so many seconds at that level. */
type Bearing = { share: number; horizonSec: number; thenSec: number };
/** What a level must leave to be climbed to. */
const CLIMBED: Bearing = { share: 0.77, horizonSec: 106, thenSec: 44 };
/** What the level of the fragment before, or one below it, need only leave: much less, so that qualities do not flicker. */
const HELD: Bearing = { share: 2.6, horizonSec: 7, thenSec: 23 };
/** Seconds ahead before a level above the second is climbed to. */
const CLIMBS_FROM_SEC = 24;
/** Seconds that stay ahead while a fragment comes in at what the network bore at worst, of late and in the last fragment. */
const RESERVE_SEC = 4.4;
/** A request's own time. */
const REQUEST_SEC = 0.1;

/**
 * The buffer ladder: the highest level that the network and the buffer bear together. A network that bears several times a level's rate
 * fills the buffer on the way, and little is asked for before; one that bears less drains it, and a long buffer allows that for a while.
 * Starts at the lowest, and falls at once.
 */
export function chooseLevel({ level = -1, throughput, ...state }: LadderState): number {
  const { bufferSec, leftSec, fragmentBits, fragmentSec } = state;
  if (!throughput) return 0;
  const { estimate, last } = throughput;
  // near the end there is not as much left to fetch as a level asks for
  const reachable = (sec: number) => Math.min(sec, leftSec);

  function leaves(bits: number, { share, horizonSec, thenSec }: Bearing): boolean {
    const gained = 1 - bits / fragmentSec / Math.max(share * estimate, 1);
    return bufferSec + reachable(horizonSec) * gained >= reachable(thenSec);
  }

  function isBorne(each: number): boolean {
    const bits = fragmentBits[each]!;
    const fetchSec = REQUEST_SEC + bits / Math.max(Math.min(estimate, last), 1);
    if (bufferSec - fetchSec < reachable(RESERVE_SEC)) return false;
    if (each <= level && leaves(bits, HELD)) return true;
    return (each < 2 || bufferSec >= reachable(CLIMBS_FROM_SEC)) && leaves(bits, CLIMBED);
  }

  for (let each = fragmentBits.length - 1; each > 0; each -= 1) if (isBorne(each)) return each;
  return 0;
}
