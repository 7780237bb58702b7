// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { SignedPaidPeriod } from "../access/paidPeriod.ts";
import type { ChannelKey } from "./channel.ts";
import { channelIdOf } from "./channel.ts";
import type { PaymentSession } from "./paymentSession.ts";
import type { PostVoucherReturnType } from "./postVoucher.ts";
import { PeriodRefused, type RequestPeriodParameters, requestPeriod } from "./requestPeriod.ts";

export type PeriodPaymentsParameters = Pick<
  RequestPeriodParameters,
  "chainId" | "paymentChannels" | "sequencerUrl" | "sessionAccount"
> & {
  key: ChannelKey;
  session: Pick<PaymentSession, "pay" | "paidWei">;
};

/** A period of a metered work, with its price. */
export type PricedPeriod = { contentId: Hex; period: bigint; priceWei: bigint };

export type PeriodPayments = {
  /** For `play`: a second that was paid with its period is not paid again. */
  paymentSession: Pick<PaymentSession, "pay" | "paidWei">;
  /** The receipt of a period. Pays first what the periods before are still owed. */
  receiptOf(asked: PricedPeriod): Promise<SignedPaidPeriod>;
};

/** What is owed from an earlier visit is one period: of this work, or of one that costs so many times as much. */
const MOST_PERIODS_OWED = 4n;

/**
 * Pays for a metered work: each second as the second plays, and whatever is missing of the periods before as the next one's key is
 * wanted. A viewer who stays in a period pays by the second; one who jumps ahead pays the periods whose keys were given.
 *
 * @example
 * const payments = periodPayments({ chainId, paymentChannels, key, session: paymentSession, sequencerUrl, sessionAccount });
 * const { receipt } = await payments.receiptOf({ contentId, period: 0n, priceWei });
 */
export function periodPayments({ session, key, ...channel }: PeriodPaymentsParameters): PeriodPayments {
  const channelId = channelIdOf({ ...channel, key });
  let aheadWei = 0n;
  let turn: Promise<unknown> = Promise.resolve();
  /** One payment at a time: what was paid ahead counts once. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }
  const request = (asked: PricedPeriod) => requestPeriod({ ...channel, channelId, ...asked });

  async function payOwed(error: unknown, { priceWei }: PricedPeriod): Promise<void> {
    if (!(error instanceof PeriodRefused) || error.code !== "not_paid") throw error;
    const missingWei = (error.owedWei ?? 0n) - (error.paidWei ?? 0n);
    // a sequencer is not believed more than a viewer can have left unpaid
    if (missingWei <= 0n || missingWei > MOST_PERIODS_OWED * priceWei) throw error;
    await session.pay(missingWei);
    aheadWei += missingWei;
  }

  return {
    paymentSession: {
      get paidWei() {
        return session.paidWei;
      },
      pay: (amountWei) =>
        inTurn(async (): Promise<PostVoucherReturnType> => {
          const coveredWei = aheadWei < amountWei ? aheadWei : amountWei;
          const answer =
            coveredWei < amountWei
              ? await session.pay(amountWei - coveredWei)
              : { channelId, acceptedWei: session.paidWei, addedWei: 0n };
          aheadWei -= coveredWei;
          return answer;
        }),
    },
    receiptOf: (asked) =>
      inTurn(() =>
        request(asked).catch(async (error) => {
          await payOwed(error, asked);
          return request(asked);
        }),
      ),
  };
}
