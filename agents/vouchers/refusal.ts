// SPDX-License-Identifier: GPL-3.0-or-later
import { HttpError } from "../kernel/http/problem.ts";
import type { ChannelsContract } from "../sdk/channels/channel.ts";
import type { RefusalCode } from "../sdk/channels/postVoucher.ts";
import type { VerifyVoucher } from "./verifyVoucher.ts";
import type { VoucherRequest } from "./voucherRequest.ts";

const STATUS: Record<RefusalCode, number> = {
  malformed: 400,
  other_chain: 400,
  other_contract: 400,
  above_deposit: 402,
  wrong_key: 403,
  wrong_tick: 403,
  payee_not_served: 403,
  token_not_served: 403,
  unknown_channel: 404,
  unknown_root: 404,
  not_higher: 409,
  channel_closing: 409,
  channel_closed: 410,
  not_final: 425,
};

/** The refusal of a voucher or a tick. */
export class Refusal extends HttpError {
  override name = "Refusal";

  /** @param more `accepted` with `not_higher`: the cumulative held already, in wei; `retryAfterSec` for what may pass by itself. */
  constructor(
    code: RefusalCode,
    message: string,
    { accepted, retryAfterSec }: { accepted?: bigint; retryAfterSec?: number } = {},
  ) {
    super(STATUS[code], code, message, {
      members: accepted === undefined ? {} : { accepted },
      headers: retryAfterSec === undefined ? {} : { "retry-after": String(retryAfterSec) },
    });
  }
}

type Signed = Pick<VoucherRequest, "key" | "cumulative" | "signature"> & Partial<VoucherRequest>;

/** Throws a Refusal that names the recovered signer, unless the session key signed the voucher. */
export function requireSignature(verify: VerifyVoucher, { key, cumulative, signature, ticks }: Signed): void {
  if (verify(key, cumulative, signature, ticks)) return;
  const signer = verify.signerOf(key, cumulative, signature, ticks) ?? "no address";
  throw new Refusal(
    "wrong_key",
    `The session key ${key.sessionKey} did not sign this voucher; the signature recovers to ${signer}.`,
  );
}

/** The refusal of a channel that the chain does not know. */
export function unknownChannel({ chainId, paymentChannels }: ChannelsContract): Refusal {
  return new Refusal(
    "unknown_channel",
    `No such channel on chain ${chainId} at ${paymentChannels}; its id is the hash of payer, payee, token, salt and session key: check them.`,
  );
}
