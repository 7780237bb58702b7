// SPDX-License-Identifier: GPL-3.0-or-later

/** A test, or another scope that cleans up at its end. */
export type Scope = { onTestFinished(work: () => unknown): void };
