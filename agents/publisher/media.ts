// SPDX-License-Identifier: GPL-3.0-or-later
import { UserError } from "../kernel/process/errors.ts";
import type { Media as AnyMedia } from "../sdk/publishing/media.ts";
import { fileChanged as changed, type PublishFailed } from "../sdk/publishing/publishErrors.ts";

/** Media in files, open until `close`. */
export type Media = AnyMedia & { close(): Promise<void> };

/** What to throw when media is not what it was when it was read first. */
export const fileChanged = (path: string): UserError => asUserError(changed(path));

/** What the SDK says of publishing, for a person at a terminal. */
export const asUserError = (failed: PublishFailed): UserError =>
  new UserError(failed.shortMessage, failed.advice ?? "Publish it again.", { cause: failed });
