// SPDX-License-Identifier: GPL-3.0-or-later
import { amount, clock, perMinute, spoken } from "../format.ts";
import type { Meter } from "./meter.ts";

/** `seconds`: played so far; undefined before the work plays. */
type MeterViewProps = { meter: Meter; rate: bigint; seconds: number | undefined };

/** Paid so far, the price, and what is left. Nothing here is announced: it changes each second. */
export function MeterView({ meter, rate, seconds }: MeterViewProps) {
  const { paidWei, leftWei, leftSec, leftShare, isLow } = meter;
  return (
    <dl class="meter">
      {seconds !== undefined && (
        <div class="meter-paid">
          <dt>Paid so far</dt>
          <dd>
            <span class="meter-amount" data-testid="paid">
              {amount(paidWei)}
            </span>
            <span class="meter-note">for {clock(seconds)}</span>
          </dd>
        </div>
      )}
      <div>
        <dt>Price</dt>
        <dd>{perMinute(rate)}</dd>
      </div>
      {leftWei !== undefined && rate > 0n && (
        <div>
          <dt>Left of the deposit</dt>
          <dd data-testid="left">{amount(leftWei)}</dd>
          {leftSec !== undefined && <dd class="meter-more">plays {spoken(leftSec)}</dd>}
          <dd class="meter-bar">
            <progress
              class={isLow ? "is-low" : undefined}
              value={leftShare}
              max={1}
              aria-label="Left of the deposit"
            />
          </dd>
        </div>
      )}
    </dl>
  );
}
