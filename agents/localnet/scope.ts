// SPDX-License-Identifier: GPL-3.0-or-later

/** A test, or anything else that cleans up when it ends. */
export type Scope = { onTestFinished(work: () => unknown): void };
