// SPDX-License-Identifier: GPL-3.0-or-later
import { HttpError } from "../../kernel/http/problem.ts";

const STATUS = {
  malformed: 400,
  other_chain: 400,
  other_contract: 400,
  wrong_key: 403,
  unknown_actor: 425,
  unknown_target: 425,
  no_effect: 409,
} as const;

/** The refusal of an operation. */
export class OperationRefusal extends HttpError {
  override name = "OperationRefusal";

  constructor(code: keyof typeof STATUS, message: string) {
    super(STATUS[code], code, message, STATUS[code] === 425 ? { headers: { "retry-after": "1" } } : {});
  }
}
