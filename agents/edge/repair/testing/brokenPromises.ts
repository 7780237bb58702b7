// SPDX-License-Identifier: GPL-3.0-or-later
import { type NetworkOptions, randomOf, simulateNetwork } from "./simulatedNetwork.ts";

/** The network of a seed: one of each trouble in turn, of up to 100 edges. */
export function networkOf(seed: number): NetworkOptions {
  const random = randomOf(seed ^ 0x5eed);
  const from = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const trouble = ["deaths", "flapping", "liars", "stallers", "split", "all"][seed % 6]!;
  const has = (one: string) => trouble === one || trouble === "all";
  const edges = seed % 30 === 0 ? 100 : from(trouble === "all" ? 30 : 8, 60);
  return {
    ...{ seed, edges, works: from(20, 60), bytesPerSec: from(1, 20) * 1_000_000 },
    // who lies or stalls may own all of a work with three of them: see the README
    liars: has("liars") ? 2 : 0,
    stallers: has("stallers") ? 2 : 0,
    flappers: has("flapping") ? from(1, Math.ceil(edges / 10)) : 0,
    split: has("split") ? { fromMs: 100_000, untilMs: 100_000 + from(2, 80) * 5_000 } : undefined,
    ...{ deathEveryMs: 100_000, calmMs: 700_000, endMs: 3_000_000 },
  };
}

/** What the network of a seed did that DEL-1 forbids; nothing when all is well. */
export function brokenPromises(options: NetworkOptions): string[] {
  const report = simulateNetwork(options);
  const isHonest = options.liars + options.stallers === 0;
  const promises: [string, boolean][] = [
    [`DEL-1: no work is lost: ${report.lost} were`, report.lost === 0],
    [`DEL-1: every work comes back to three copies: ${report.short} did not`, report.short === 0],
    [
      `DEL-1: three copies stay when one is dropped: ${report.fewestAfterDrop} did`,
      report.fewestAfterDrop >= (isHonest ? 3 : 1),
    ],
    [
      `DEL-1: no storm: ${report.filled} copies were filled in for ${report.missed}`,
      !isHonest || report.filled <= report.missed,
    ],
    [
      `DEL-1: no storm: ${report.mostAtOnce} filled one work in at once`,
      report.mostAtOnce <= (isHonest ? 3 : 6),
    ],
    [`DEL-1: the copies too many go: ${report.extra} stayed`, !isHonest || report.extra === 0],
    [
      `DEL-1: an edge fills ${options.bytesPerSec} bytes a second at most: ${report.mostBytesPerSec}`,
      report.mostBytesPerSec <= options.bytesPerSec,
    ],
  ];
  return promises.filter(([, isKept]) => !isKept).map(([what]) => what);
}
