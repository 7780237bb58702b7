// SPDX-License-Identifier: GPL-3.0-or-later
import type { Metrics } from "../kernel/process/metrics.ts";

/** What a sign-in service counts. */
export const signinMetrics = (metrics: Metrics) => ({
  outcomes: metrics.counter("signin_total", "Ways in and proofs, by outcome", ["what", "outcome"]),
});
