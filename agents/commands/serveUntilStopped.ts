// SPDX-License-Identifier: GPL-3.0-or-later
import { once } from "node:events";
import { formatEther } from "viem";
import type { PaymentSession } from "../sdk/channels/paymentSession.ts";
import type { OpenedWork } from "../sdk/player/openWork.ts";
import { createPaidSeconds } from "./paidSeconds.ts";
import { answer, note } from "./say.ts";
import { serveWork } from "./serveWork.ts";

/** Serves the work to a player of this machine until somebody stops it. */
export async function serveUntilStopped(
  opened: OpenedWork,
  {
    seconds,
    session,
    rateWei,
  }: { seconds: number; session: Pick<PaymentSession, "pay" | "paidWei">; rateWei: bigint },
  { port, quality }: { port: number; quality?: string | undefined },
): Promise<void> {
  const stopping = new AbortController();
  const before = session.paidWei;
  const paid = createPaidSeconds(
    () => (rateWei > 0n ? session.pay(rateWei) : noPayment),
    seconds,
    stopping.signal,
  );
  const served = await serveWork(opened, paid, { port, quality, onFailure: note });
  answer(served.url);
  note(`Open it in a player of this machine, as: vlc ${served.url}`);
  note("Each second is paid as the player takes it, once. Ctrl-C ends it.");
  await Promise.race(["SIGINT", "SIGTERM"].map((name) => once(process, name)));
  stopping.abort();
  served.close();
  note(`served ${paid.count} s for ${formatEther(session.paidWei - before)} STREAM`);
}

const noPayment = Promise.resolve();
