// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { MASTER_URL } from "../../../agents/sdk/player/playlists.ts";
import type { Browser } from "./players.ts";
import { lineOf, type Servers } from "./servers.ts";
import type { PlayedWork } from "./work.ts";

const LINE = { name: "16 Mbps", rttSec: 0.04, changes: [{ atSec: 0, bitsPerSec: 16e6 }] };

/** Plays a work to its end from three edges of which one lies at every second chunk, and at once from three honest ones. */
export async function measureLyingEdge(
  browser: Browser,
  servers: Servers,
  { clear }: PlayedWork,
): Promise<string[]> {
  const origin = new URL(MASTER_URL).origin;
  const digests = Object.fromEntries(
    clear.flatMap(({ plaintexts }, rendition) =>
      plaintexts.map((bytes, fragment) => [
        `${origin}/${rendition}/f${fragment}.m4s`,
        createHash("sha256").update(bytes).digest("hex"),
      ]),
    ),
  );
  const { honest, liar } = servers;
  const seen = await Promise.all(
    [honest, [liar, ...honest.slice(1)]].map(async (edges) => {
      const page = await browser.open();
      const line = lineOf(servers, LINE);
      const given = await line.ours(edges);
      try {
        await page.begin("playOurs", { ...given, digests });
        return { given, ...(await page.until("seen.isOver")) };
      } finally {
        await page.close();
        line.close();
      }
    }),
  );
  const [beside, lied] = seen as [(typeof seen)[number], (typeof seen)[number]];
  const { endpoint } = lied.given.edges[0]!;
  const reports = lied.refused.filter((reason) => reason.startsWith(endpoint));
  console.log(`One edge of three lies at every second chunk, ${LINE.name}, beside three honest edges`);
  console.log(`  fragments handed to the decoder        ${lied.handedOver}, of them wrong: ${lied.wrong}`);
  console.log(
    `  stalled                                ${lied.stalledMs.toFixed(0)} ms, beside ${beside.stalledMs.toFixed(0)} ms`,
  );
  console.log(`  the liar is reported                   ${reports.length} ×`);
  const missed: string[] = [];
  if (lied.handedOver === 0 || lied.wrong > 0)
    missed.push(`${lied.wrong} wrong fragments reached the decoder`);
  if (lied.stalledMs > beside.stalledMs)
    missed.push(`the lying edge added ${lied.stalledMs - beside.stalledMs} ms of stalls`);
  if (reports.length !== 1)
    missed.push(`the liar is reported ${reports.length} times, where once is the goal`);
  return missed;
}
