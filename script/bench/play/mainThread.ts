// SPDX-License-Identifier: GPL-3.0-or-later
import type { CDPSession } from "playwright-core";
import { medianOf } from "../median.ts";
import type { Browser } from "./players.ts";
import type { Servers } from "./servers.ts";
import type { PlayedWork } from "./work.ts";

/** The best quality's number in the manifest. */
const BEST = 3;
const ROUNDS = 3;
/** For one fragment, verified and decrypted. */
const GOAL_MS = 40;

/**
 * What a fragment of 2 s in 4K costs the page's main thread: read from an edge, verified and decrypted, beside a bare `fetch` of the
 * same bytes in the clear.
 */
export async function measureMainThread(
  browser: Browser,
  servers: Servers,
  { clear }: PlayedWork,
): Promise<string[]> {
  const { page, close } = await browser.open();
  try {
    const cdp = await page.context().newCDPSession(page);
    // its own CPU time: others on the machine do not count
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    const given = JSON.stringify(servers.givenFor(servers.honest.slice(0, 2)));
    await page.evaluate(`openFragments(${given}, ${BEST}).then((read) => { globalThis.read = read; })`);
    const count = clear[BEST]!.plaintexts.length;
    const ours: number[] = [];
    const bare: number[] = [];
    const each = (work: string) =>
      `(async () => { for (let fragment = 0; fragment < ${count}; fragment += 1) await ${work}; })()`;
    // the first round warms up, and is not counted
    for (let round = 0; round <= ROUNDS; round += 1) {
      const read = await taskMs(cdp, () => page.evaluate(each("read(fragment)")));
      const url = `\`${servers.clearUrl}/${BEST}/f\${fragment}.m4s\``;
      const fetched = await taskMs(cdp, () =>
        page.evaluate(each(`fetch(${url}, { cache: "no-store" }).then((answer) => answer.arrayBuffer())`)),
      );
      if (round === 0) continue;
      ours.push(read / count);
      bare.push(fetched / count);
    }
    const megabytes = (clear[BEST]!.plaintexts[0]!.length / 1e6).toFixed(1);
    console.log(`Main thread for a fragment of 4K (${megabytes} MB), median of ${ROUNDS}`);
    console.log(`  read, verified and decrypted           ${medianOf(ours).toFixed(1)} ms`);
    console.log(`  a bare fetch of it                     ${medianOf(bare).toFixed(1)} ms`);
    return medianOf(ours) <= GOAL_MS
      ? []
      : [
          `a fragment of 4K takes ${medianOf(ours).toFixed(0)} ms of the main thread, above the goal of ${GOAL_MS} ms`,
        ];
  } finally {
    await close();
  }
}

/** What `work` costs the main thread. */
async function taskMs(cdp: CDPSession, work: () => Promise<unknown>): Promise<number> {
  const before = await taskSec(cdp);
  await work();
  return 1_000 * ((await taskSec(cdp)) - before);
}

async function taskSec(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")!.value;
}
