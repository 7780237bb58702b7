// SPDX-License-Identifier: GPL-3.0-or-later
import { HttpError } from "../../kernel/http/problem.ts";

const STATUS = {
  malformed: 400,
  other_chain: 400,
  expired: 400,
  not_for_this_node: 403,
  wrong_signature: 403,
  wrong_capsule: 403,
  no_access: 403,
  unknown_committee: 404,
  replayed: 409,
} as const;

export type KeyRefusalCode = keyof typeof STATUS;

/** The refusal of a request for a key. */
export class KeyRefusal extends HttpError {
  override name = "KeyRefusal";

  constructor(code: KeyRefusalCode, message: string) {
    super(STATUS[code], code, message);
  }
}
