// SPDX-License-Identifier: MIT
// Works whose publisher committed to fragments that are not in their places: every chunk is proven, and only the keys know better.
import type { Key } from "../../encryption/keys.ts";
import { type SampleRendition, type Stored, sampleRenditions } from "./sampleRenditions.ts";

/** The fragment from which on nothing of a wrong work may play. */
export const WRONG_FROM = 4;
const GENERATION = 1;

type Alter = (mine: Stored, other: { work: Stored; generation: Stored }) => Stored;

/** In each rendition, the fragments from {@link WRONG_FROM} on as `change` makes them of all renditions'. */
const each =
  (change: (stored: Stored, rendition: number) => readonly Uint8Array[]): Alter =>
  (mine) =>
    mine.map((fragments, rendition) => [
      ...fragments.slice(0, WRONG_FROM),
      ...change(mine, rendition).slice(WRONG_FROM),
    ]);

export const WRONG: Record<string, Alter> = {
  swapped: each((mine, at) =>
    mine[at]!.with(WRONG_FROM, mine[at]![WRONG_FROM + 1]!).with(WRONG_FROM + 1, mine[at]![WRONG_FROM]!),
  ),
  "re-ordered": each((mine, at) => [
    ...mine[at]!.slice(0, WRONG_FROM),
    ...mine[at]!.slice(WRONG_FROM + 1),
    mine[at]![WRONG_FROM]!,
  ]),
  "of another rendition": each((mine, at) => mine[(at + 1) % mine.length]!),
  "cut short": each((mine, at) => mine[at]!.map((fragment) => fragment.slice(0, -1_000))),
  "made longer": each((mine, at) => mine[at]!.map((fragment) => Uint8Array.of(...fragment, 0))),
  "of another work": (mine, { work }) => each((_, at) => work[at]!)(mine, { work, generation: mine }),
  "of an old generation": (mine, { generation }) =>
    each((_, at) => generation[at]!)(mine, { work: mine, generation }),
};

/** The work of `samples` with its fragments in their places, and one of each kind of wrong ones. */
export async function wrongWorks(samples: readonly SampleRendition[], workKey: Key) {
  const made = (more: Parameters<typeof sampleRenditions>[1] = {}) =>
    sampleRenditions(samples, { workKey, generation: GENERATION, ...more });
  const [right, work, generation] = await Promise.all([
    made(),
    made({ contentId: `0x${"c1".repeat(32)}` }),
    made({ generation: GENERATION - 1 }),
  ]);
  const other = { work: work.stored, generation: generation.stored };
  const wrong = await Promise.all(
    Object.entries(WRONG).map(async ([what, alter]) => ({
      what,
      work: await made({ alter: (mine) => alter(mine, other) }),
    })),
  );
  return { right, wrong };
}
