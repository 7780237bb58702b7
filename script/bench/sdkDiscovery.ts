// SPDX-License-Identifier: GPL-3.0-or-later
// The queries of logs by which a page lists edges, works and its visitor's channels, on a chain of a year of 2 s blocks, from an RPC that
// takes 2,000 blocks a query. Run alone: node script/bench/sdkDiscovery.ts
import { pathToFileURL } from "node:url";
import { numberToHex } from "viem";
import { payeeOfAddress } from "../../agents/sdk/chain/payee.ts";
import { newSessionKey } from "../../agents/sdk/channels/sessionStore.ts";
import { startYearOldChain } from "../../agents/sequencer/testing/yearOldChain.ts";

const GOAL = 3;

export async function printDiscoveryRow(): Promise<void> {
  console.log("log queries of a page on a year-old chain    ours      goal");
  const ours = await logQueries();
  console.log(
    `  ${"edges, works, my channels".padEnd(34)}${String(ours).padStart(9)}${String(GOAL).padStart(10)}`,
  );
}

async function logQueries(): Promise<number> {
  const ends: (() => unknown)[] = [];
  const bench = { onTestFinished: (work: () => unknown) => void ends.unshift(work) };
  const chain = await startYearOldChain();
  bench.onTestFinished(chain.stop);
  try {
    const [payer, creator] = [await chain.newClient(2_000n), await chain.newClient()];
    const payee = payeeOfAddress(creator.account.address);
    await creator.content.registerLiveSync({
      salt: numberToHex(1, { size: 32 }),
      payee,
      ratePerSecondWei: 1n,
    });
    const { url } = await chain.startSequencer(bench);
    await creator.content.nameSequencerSync({ sequencerUrl: url });
    const terms = { payee, salt: 0n, sessionKey: newSessionKey().address, windowSec: 900 };
    await payer.channel.openSync({ ...terms, depositWei: 1_000n });

    const { count, page } = await chain.newPage(bench);
    await page.content.getEdges();
    const { works } = await page.content.getWorks();
    const sequencerUrls = [(await page.content.getSequencer({ contentId: works[0]!.contentId }))!];
    const channels = await page.channel.getChannelsOf({ payer: payer.account.address, sequencerUrls });
    if (channels.length !== 1) throw new Error(`${channels.length} channels were found, and 1 is there`);
    return count.logQueries;
  } finally {
    for (const end of ends) await end();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await printDiscoveryRow();
