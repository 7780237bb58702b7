// SPDX-License-Identifier: MIT
import { TributaryError } from "./TributaryError.ts";

/** A value that the caller gave is none that the function takes. Nothing was sent. */
export class InvalidInput extends TributaryError {
  override name = "InvalidInput";
}
