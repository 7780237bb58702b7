// SPDX-License-Identifier: GPL-3.0-or-later
import type { PanelProps } from "./accountPanels.tsx";
import { wordsOf } from "./actWords.ts";
import { When } from "./parts.tsx";

/** What happened to the account, the newest first. */
export function LogPanel({ account: { entries, devices } }: Pick<PanelProps, "account">) {
  const nameOf = (id: string) => devices.find((device) => device.id === id)?.name ?? "a forgotten device";
  return (
    <section class="panel" aria-labelledby="log-title">
      <h2 id="log-title">What happened</h2>
      <p class="hint">The newest 100. What you did not do was somebody else: sign out everywhere then.</p>
      <ol class="rows">
        {entries.map((entry, at) => (
          <li key={`${entry.at} ${entries.length - at}`}>
            <span>
              {wordsOf(entry)}
              <span class="hint">
                <When at={entry.at} />, {nameOf(entry.device)}, from {entry.address}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
