// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getAddress, type Hex, hashTypedData, hexToBytes } from "viem";
import { HttpError } from "../../kernel/http/problem.ts";
import { TryAgainError } from "../../kernel/process/errors.ts";
import type { PaidPeriod } from "../../sdk/access/paidPeriod.ts";
import type { Payee } from "../../sdk/chain/payee.ts";
import type { ChannelKey, ChannelsContract } from "../../sdk/channels/channel.ts";
import { periodRequestTypedData } from "../../sdk/channels/periodRequest.ts";
import type { PeriodRefusalCode } from "../../sdk/channels/requestPeriod.ts";
import type { RecoverSigner } from "../../vouchers/recoverSigner.ts";
import { unknownChannel } from "../../vouchers/refusal.ts";
import { requireFunds } from "../acceptVoucher.ts";
import type { Funds } from "../topUps.ts";
import type { PeriodBody } from "./periodRoute.ts";
import type { PeriodStore } from "./periodStore.ts";

/** A request is good for five minutes at most, so that an old one adds nothing to what is owed. */
const FARTHEST_DEADLINE_SEC = 300;

export type GivePeriodOptions = {
  contract: ChannelsContract;
  /** The payees served, in lower case; undefined means all. */
  payees: readonly Payee[] | undefined;
  /** STREAM, in which prices of periods are; in lower case. */
  token: Address;
  recoverSigner: RecoverSigner;
  /** The key of a channel; undefined for one that nobody opened. */
  findKey(channelId: Hex): Promise<ChannelKey | undefined>;
  payeeOfWork(contentId: Hex): Promise<Payee | undefined>;
  findFunds(channelId: Hex, cumulative: bigint): Promise<Funds>;
  /** Whether contracts take receipts of this sequencer. */
  isBonded(): Promise<boolean>;
  periods: PeriodStore;
  /** Signs a receipt by the sequencer's account. */
  sign(receipt: PaidPeriod): Promise<Hex>;
  /** Milliseconds since the last look at the chain. */
  blindForMs(): number;
  maxBlindSec: number;
  /** How long a receipt is good, in seconds. */
  receiptSec: number;
  nowMs(): number;
  /** The time of the newest block, in seconds, by which the contract judges a receipt. */
  chainSec(): number;
};

export type GivenPeriod = { receipt: PaidPeriod; signature: Hex };

/**
 * Makes the judge of periods. What a receipt costs is on disk when the promise resolves. Throws an HttpError, a TryAgainError, or the
 * error of the chain or the disk.
 */
export function createGivePeriod(options: GivePeriodOptions) {
  const { contract, periods, findFunds, sign } = options;

  async function requireKey({ channelId }: PeriodBody): Promise<ChannelKey> {
    const key = await options.findKey(channelId);
    if (!key) throw unknownChannel(contract);
    if (options.payees?.includes(key.payee) === false)
      throw refusal("payee_not_served", "This sequencer settles for other payees: ask the work's own.");
    if (key.token !== options.token) {
      throw refusal(
        "token_not_served",
        `Prices of periods are in STREAM, ${options.token}: open a channel of it.`,
      );
    }
    return key;
  }

  async function requirePayee({ contentId }: PeriodBody, key: ChannelKey): Promise<void> {
    const payee = await options.payeeOfWork(contentId);
    if (payee === undefined) {
      throw refusal(
        "unknown_work",
        "No such work on this chain, or its registration is not final: check the contentId.",
      );
    }
    if (payee !== key.payee) {
      throw refusal(
        "other_payee",
        `The channel pays ${key.payee}, the work's payee is ${payee}: open a channel to that.`,
      );
    }
  }

  return async (request: PeriodBody): Promise<GivenPeriod> => {
    const { channelId, contentId, period, price: priceWei } = request;
    const wallSec = Math.floor(options.nowMs() / 1000);
    requireTime(request.deadline, wallSec);
    const key = await requireKey(request);
    requireSigner(request, key);
    // the chain is asked for the work of whoever signed, and of nobody else
    await requirePayee(request, key);
    const nowSec = Math.max(wallSec, options.chainSec());
    const asked = { viewer: key.payer, contentId, period, priceWei, nowSec };
    const known = await periods.find(asked);
    if (known && known.price >= priceWei) return { receipt: known, signature: await sign(known) };

    // a payer may have started an unseen close
    if (options.blindForMs() > options.maxBlindSec * 1000)
      throw new TryAgainError(`This sequencer knows no block younger than ${options.maxBlindSec} s.`);
    if (!(await options.isBonded())) {
      throw refusal(
        "not_bonded",
        "This sequencer has no bond, so that no metered work takes its receipts: ask the sequencer that the work names.",
      );
    }
    // a period that the deposit cannot pay is none on credit
    const cumulative = (await periods.charged(channelId)) + priceWei - (known?.price ?? 0n);
    const funds = await findFunds(channelId, cumulative);
    requireFunds(contract, funds, cumulative);
    const given = await periods.give({
      ...asked,
      ...{ channelId, payee: key.payee, settledWei: funds.view.latest.settled },
      expiresAt: nowSec + options.receiptSec,
    });
    if ("owedWei" in given) throw notPaid(given);
    return { receipt: given, signature: await sign(given) };
  };

  function requireSigner({ signature, price: priceWei, ...request }: PeriodBody, { sessionKey }: ChannelKey) {
    const digest = hashTypedData(periodRequestTypedData({ ...contract, ...request, priceWei }));
    const signer = options.recoverSigner(hexToBytes(digest), signature);
    if (signer?.equals(hexToBytes(sessionKey))) return;
    const found = signer ? getAddress(`0x${signer.toString("hex")}`) : "no address";
    throw refusal(
      "wrong_key",
      `The session key ${sessionKey} did not sign this request; the signature recovers to ${found}.`,
    );
  }
}

function requireTime(deadline: number, nowSec: number): void {
  if (deadline >= nowSec && deadline <= nowSec + FARTHEST_DEADLINE_SEC) return;
  throw refusal(
    "expired",
    `A deadline is up to ${FARTHEST_DEADLINE_SEC} s ahead; here it is ${new Date(nowSec * 1000).toISOString()}: sign anew, and check your clock.`,
  );
}

const STATUS: Partial<Record<PeriodRefusalCode, number>> = { expired: 400, not_paid: 402, unknown_work: 404 };

function refusal(code: PeriodRefusalCode, message: string, members?: Record<string, unknown>): HttpError {
  return new HttpError(STATUS[code] ?? 403, code, message, { ...(members && { members }) });
}

function notPaid({ owedWei, paidWei }: { owedWei: bigint; paidWei: bigint }): HttpError {
  return refusal(
    "not_paid",
    `The periods before this one cost ${owedWei} wei, and ${paidWei} are paid: pay the rest by vouchers, then ask again.`,
    { owed: owedWei, paid: paidWei },
  );
}
