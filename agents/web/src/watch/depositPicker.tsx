// SPDX-License-Identifier: GPL-3.0-or-later
import { amount, spoken } from "../format.ts";
import type { Watching } from "./watching.ts";

/** The deposit to open: so many minutes of the work. */
export function DepositPicker({ watching, isBusy }: { watching: Watching; isBusy: boolean }) {
  const { choices, deposit } = watching;
  return (
    <fieldset class="choices" disabled={isBusy}>
      <legend>Deposit, of which only what plays is paid</legend>
      {choices.map((choice) => (
        <label key={choice.minutes} class="choice">
          <input
            type="radio"
            name="deposit"
            checked={choice.minutes === deposit.value.minutes}
            onChange={() => {
              deposit.value = choice;
            }}
          />
          <span class="choice-time">{spoken(choice.minutes * 60)}</span>
          <span class="choice-wei">{amount(choice.wei)}</span>
        </label>
      ))}
    </fieldset>
  );
}
