// SPDX-License-Identifier: GPL-3.0-or-later
import { bytes } from "../format.ts";
import type { Helping } from "./helping.ts";

/** The switch to help other viewers and be helped, and what came of it. */
export function HelpPanel({ helping }: { helping: Helping }) {
  const { isOn, says, tally } = helping;
  const { peers, receivedBytes, sentBytes, refused } = tally.value;
  return (
    <section class="panel" aria-labelledby="help-title">
      <div class="panel-head">
        <h2 id="help-title">Other viewers</h2>
        {isOn.value && (
          <span class="status-badge">
            <span class={`dot ${peers > 0 ? "is-good" : ""}`} aria-hidden="true" />
            {peers === 1 ? "1 peer" : `${peers} peers`}
          </span>
        )}
      </div>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={isOn.value}
          checked={isOn.value}
          aria-describedby="help-hint"
          onChange={({ currentTarget }) => helping.turn(currentTarget.checked)}
        />
        <span>Help other viewers, and be helped</span>
      </label>
      <p class="hint" id="help-hint">
        Up to 8 viewers of this work, drawn by lot, then see your internet address, and you theirs.
      </p>
      {says.value && <output class="hint">{says.value}</output>}
      {(receivedBytes > 0 || sentBytes > 0 || refused > 0) && (
        <p class="hint" data-testid="helped">
          {bytes(receivedBytes)} from peers, {bytes(sentBytes)} to peers
          {refused > 0 && `, ${refused} refused for good`}
        </p>
      )}
    </section>
  );
}
