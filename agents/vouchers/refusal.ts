// SPDX-License-Identifier: GPL-3.0-or-later
import { HttpError } from "../kernel/http/problem.ts";
import type { RefusalCode } from "../sdk/channels/postVoucher.ts";

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

/** Why a voucher is not taken. */
export class Refusal extends HttpError {
  override name = "Refusal";

  /** @param accepted With `not_higher`: what is held already, in wei. */
  constructor(code: RefusalCode, message: string, accepted?: bigint) {
    super(STATUS[code], code, message, { members: accepted === undefined ? {} : { accepted } });
  }
}
