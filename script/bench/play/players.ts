// SPDX-License-Identifier: GPL-3.0-or-later
import type { Trace } from "../abr/traces.ts";
import type { BenchPage, openBrowser } from "./browser.ts";
import { lineOf, type Servers } from "./servers.ts";

/** What plays, each over a line of its own. */
export const PLAYERS = {
  hlsJs: { name: "hls.js, clear", call: "playHls" },
  shaka: { name: "Shaka, clear", call: "playShaka" },
  ours: { name: "ours, encrypted and verified, two edges", call: "playOurs" },
} as const;
export type PlayerName = keyof typeof PLAYERS;
export const NAMES = Object.keys(PLAYERS) as PlayerName[];
/** Ours, where the key comes from key nodes: nothing else is other. */
export const WITH_KEY_NODES = "ours, its keys from 3 of 5 key nodes";

export type Browser = Awaited<ReturnType<typeof openBrowser>>;

/** Lets a player play over `trace` in a page of its own, for as long as `watch` takes. */
export async function playing<Result>(
  browser: Browser,
  servers: Servers,
  name: PlayerName | typeof WITH_KEY_NODES,
  trace: Trace,
  watch: (page: BenchPage) => Promise<Result>,
): Promise<Result> {
  const page = await browser.open({ withShaka: name === "shaka" });
  const line = lineOf(servers, trace);
  try {
    const hasKey = name !== WITH_KEY_NODES;
    const player = PLAYERS[hasKey ? name : "ours"];
    const ours = async () => ({
      ...(await line.ours(servers.honest.slice(0, 2))),
      ...(!hasKey && { committee: await line.committee() }),
    });
    await page.begin(player.call, player === PLAYERS.ours ? await ours() : await line.clear());
    return await watch(page);
  } finally {
    await page.close();
    line.close();
  }
}
