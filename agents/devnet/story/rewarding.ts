// SPDX-License-Identifier: GPL-3.0-or-later
import { readInteractions } from "../../interactions/readInteractions.ts";
import { readRewards } from "../../interactions/readRewards.ts";
import { releaseAllocation } from "../../localnet/releaseAllocation.ts";
import { epochOf } from "../../sdk/content/holding.ts";
import { back, getRewardRates, rewardWatching } from "../../sdk/rewards/actions.ts";
import { burnedWei } from "../../sdk/rewards/reward.ts";
import { approve } from "../../sdk/token/actions.ts";
import { stream } from "../screen/stream.ts";
import { VIEWER_WEI } from "./cast.ts";
import type { Interacting } from "./interacting.ts";
import type { Telling } from "./telling.ts";

/** What is backed for each viewer: the seconds of the longest clip, and some. */
const BACKED_SEC = 10n;

/** The act: somebody backs what the viewers watched, and each is paid for it out of the viewers' allocation, by proof against the final state. */
export async function rewardViewers(
  { chain, cast, screen }: Telling,
  { posting, viewers }: Interacting,
): Promise<void> {
  const { publicClient, deployment } = chain;
  const { ViewerRewards: viewerRewards, StreamToken: streamToken } = deployment.contracts;
  await screen.during(
    `${viewers.length} viewers are paid for what they watched`,
    async () => {
      await releaseAllocation(publicClient, cast.holder, deployment, "viewers");
      const { history } = await readInteractions(chain);
      const epoch = Number(epochOf(history.postings[Number(posting)]!.time));
      const rates = await getRewardRates(publicClient, { viewerRewards });
      const amountWei = burnedWei(BACKED_SEC * rates.watchRateWei, rates);
      const { wallet } = await cast.make("Bea", VIEWER_WEI);
      const all = amountWei * BigInt(viewers.length);
      await approve.sync(wallet, { streamToken, spender: viewerRewards, amountWei: all });
      for (const { actor } of viewers)
        await back.sync(wallet, { viewerRewards, actor, epoch, kind: "watching", amountWei });
      const { rewards, shownLeaf } = await readRewards(chain);
      let [paidWei, burnt] = [0n, 0n];
      for (const { backer, payee, value, dueWei, ...leaf } of rewards) {
        const shown = { backer, viewer: payee, epoch: leaf.epoch, leaf: shownLeaf({ ...leaf, value }) };
        const { paid, burned } = await rewardWatching.sync(wallet, { viewerRewards, ...shown });
        if (paid !== dueWei) throw new Error(`${payee} was paid ${paid} wei for watching, not ${dueWei}`);
        paidWei += paid;
        burnt += burned;
      }
      if (paidWei === 0n) throw new Error("nobody was paid for watching");
      return { paidWei, burnt };
    },
    ({ paidWei, burnt }) =>
      `${viewers.length} viewers got ${stream(paidWei)} of the viewers' allocation for what they watched, and ${stream(burnt)} of who backed it are burned`,
  );
}
