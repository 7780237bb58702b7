// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";
import { textOf } from "../wire/printable.ts";
import { type JsonAnswer, saysLater } from "../wire/requestJson.ts";

/** The sequencer refused an operation, or to say what the state is. Nothing was posted. */
export class OperationRefused extends TributaryError {
  override name = "OperationRefused";
  /** `no_effect`, `wrong_key`, and so on: see agents/sequencer/README.md. A sequencer that takes no operations says `not_found`. */
  readonly code: string;

  constructor(code: string, message: string, { retryable }: { retryable: boolean }) {
    super(`the sequencer refused (${code}): ${message}`, { retryable, docsPath: "interactions" });
    this.code = code;
  }

  /** What an answer that is not 200 means. */
  static by(status: number, json: JsonAnswer["json"]): OperationRefused {
    const [code, detail] = [textOf(json.code ?? status), textOf(json.detail ?? "no reason given")];
    return new OperationRefused(code, detail, { retryable: saysLater(status) });
  }
}
