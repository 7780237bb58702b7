// SPDX-License-Identifier: MIT
import type { Address, Hex, LocalAccount } from "viem";
import type { PaidPeriod } from "../access/paidPeriod.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { textOf } from "../wire/printable.ts";
import { type Patience, requestJson, saysLater } from "../wire/requestJson.ts";
import type { ChannelsContract } from "./channel.ts";
import { type PeriodRequest, signPeriodRequest } from "./periodRequest.ts";
import type { RefusalCode } from "./postVoucher.ts";

/** The reasons for which a sequencer refuses a period, beside those for a channel that cannot pay. */
export type PeriodRefusalCode =
  | "not_paid"
  | "expired"
  | "other_payee"
  | "unknown_work"
  | "not_bonded"
  | Extract<
      RefusalCode,
      | "malformed"
      | "wrong_key"
      | "payee_not_served"
      | "token_not_served"
      | "unknown_channel"
      | "not_final"
      | "above_deposit"
      | "channel_closing"
      | "channel_closed"
    >;

/**
 * The sequencer gives no receipt. With `not_paid`, pay `owedWei - paidWei` more by vouchers and ask again: both count all channels
 * of the payer with this payee that asked for periods.
 */
export class PeriodRefused extends TributaryError {
  override name = "PeriodRefused";
  readonly code: PeriodRefusalCode | string;
  /** With `not_paid`: the price of all periods given so far, in wei. */
  readonly owedWei: bigint | undefined;
  /** With `not_paid`: what was paid so far, in wei. */
  readonly paidWei: bigint | undefined;

  constructor(
    code: string,
    message: string,
    { owedWei, paidWei, retryable }: { owedWei?: bigint; paidWei?: bigint; retryable?: boolean } = {},
  ) {
    super(`the sequencer refused the period (${code}): ${message}`, { retryable, docsPath: "channels" });
    this.code = code;
    this.owedWei = owedWei;
    this.paidWei = paidWei;
  }
}

export type RequestPeriodParameters = ChannelsContract &
  Omit<PeriodRequest, "deadline"> &
  Patience & {
    sequencerUrl: string;
    /** The channel's session key. */
    sessionAccount: LocalAccount;
    /** Two minutes from now by default. */
    deadline?: number | undefined;
  };
export type RequestPeriodReturnType = {
  receipt: PaidPeriod;
  /** Of the sequencer, 65 bytes, by the EIP-712 domain of MeteredPolicy. */
  signature: Hex;
};

const GOOD_FOR_SEC = 120;

/**
 * Asks the payee's sequencer for the receipt of a period of a metered work, which its policy takes as evidence. One period is on credit;
 * the next is given once all before it are paid. The same period is given again for nothing until its receipt expires.
 *
 * @throws PeriodRefused with the sequencer's reason; SequencerUnreachable when no answer comes.
 * @example
 * const { receipt, signature } = await requestPeriod({
 *   ...{ sequencerUrl, chainId, paymentChannels, channelId, sessionAccount },
 *   ...{ contentId, period: 0n, priceWei: 10n ** 16n },
 * });
 */
export async function requestPeriod(parameters: RequestPeriodParameters): Promise<RequestPeriodReturnType> {
  const { sequencerUrl, retries, patienceMs, onWait, signal, ...request } = parameters;
  const { channelId, contentId, period, priceWei } = request;
  const deadline = request.deadline ?? Math.floor(Date.now() / 1000) + GOOD_FOR_SEC;
  const signature = await signPeriodRequest({ ...request, deadline });
  const asked = { period: `${period}`, price: `${priceWei}`, deadline };
  const { status, json } = await requestJson(nodeUrl(sequencerUrl, "v1", "periods"), {
    ...{ method: "POST", body: JSON.stringify({ channelId, contentId, ...asked, signature }) },
    ...{ retries, patienceMs, onWait, signal },
  });
  if (status !== 200) {
    throw new PeriodRefused(textOf(json.code ?? status), textOf(json.detail ?? "no reason given"), {
      ...(typeof json.owed === "string" && { owedWei: BigInt(json.owed) }),
      ...(typeof json.paid === "string" && { paidWei: BigInt(json.paid) }),
      retryable: saysLater(status),
    });
  }
  const given = Object(json.receipt) as Record<keyof PaidPeriod, string>;
  const receipt: PaidPeriod = {
    viewer: given.viewer as Address,
    contentId: given.contentId as Hex,
    period: BigInt(given.period),
    price: BigInt(given.price),
    expiresAt: Number(given.expiresAt),
  };
  if (receipt.contentId.toLowerCase() !== contentId.toLowerCase() || receipt.period !== period)
    throw new PeriodRefused("other_period", "it answered with the receipt of another period");
  return { receipt, signature: json.signature as Hex };
}
