// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";

/**
 * The sign-in service refuses. `code` is the reason for programs: of `factor_required`, prove a passkey or a code, and call again; of
 * `signed_out`, sign in.
 */
export class SignInRefused extends TributaryError {
  override name = "SignInRefused";
  readonly code: string;
  readonly status: number;

  constructor(status: number, { code, detail }: { code?: unknown; detail?: unknown }) {
    super(typeof detail === "string" ? detail : `the sign-in service answers ${status}`, {
      retryable: status === 429 || status >= 500,
    });
    this.code = typeof code === "string" ? code : "unknown";
    this.status = status;
  }
}

/** The sign-in service did not answer. */
export class SignInUnreachable extends TributaryError {
  override name = "SignInUnreachable";

  constructor(url: string, cause: unknown) {
    const advice = "check the connection, then try again";
    super(`no answer from the sign-in service at ${url}`, { advice, retryable: true, cause });
  }
}
