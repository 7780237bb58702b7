// SPDX-License-Identifier: GPL-3.0-or-later
import { HttpError } from "../kernel/http/problem.ts";
import type { CodeAnswer } from "./codes.ts";

/** Throws the refusal of a code that was not right. */
export function requireRight(answer: CodeAnswer): void {
  if (answer.outcome === "right") return;
  if (answer.outcome === "wrong")
    throw new HttpError(
      401,
      "wrong_code",
      "The code is wrong, or was used. Wait for the app's next code, and check the phone's clock.",
    );
  const afterSec = String(Math.ceil(answer.forMs / 1_000));
  throw new HttpError(
    429,
    "locked",
    `Too many wrong codes. Codes count again in ${afterSec} s; a passkey counts now.`,
    {
      headers: { "retry-after": afterSec },
    },
  );
}
