// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";

/** Publishing ended before any edge held the whole work: `shortMessage` says why, and `advice` what to do, in sentences. */
export class PublishFailed extends TributaryError {
  override name = "PublishFailed";
}

/** What to throw when media is not what it was when it was read first. */
export const fileChanged = (path: string) =>
  new PublishFailed(`${path} changed while it was being published.`, {
    advice: "Publish it again once it is written completely.",
  });
