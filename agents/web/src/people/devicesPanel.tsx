// SPDX-License-Identifier: GPL-3.0-or-later
import type { Device } from "./account.ts";
import type { PanelProps } from "./accountPanels.tsx";
import { Action, Trouble, When } from "./parts.tsx";

/** The browsers of the account. */
export function DevicesPanel({ account, change }: PanelProps) {
  return (
    <section class="panel" aria-labelledby="devices-title">
      <h2 id="devices-title">Devices</h2>
      <ul class="rows">
        {account.devices.map((device) => (
          <li key={device.id}>
            <span>
              <strong class="is-breaking">{device.name}</strong>
              <span class="hint">
                {standingOf(device)}, last seen <When at={device.lastSeen} /> from {device.address}
              </span>
            </span>
            {!device.isThis && (
              <Action
                at="devices"
                work={() => change("DELETE", `/v1/devices/${device.id}`)}
                label={`Sign out and forget ${device.name}`}
                isQuiet
              >
                Sign out
              </Action>
            )}
          </li>
        ))}
      </ul>
      <Trouble at="devices" />
    </section>
  );
}

const standingOf = ({ isThis, isSignedIn }: Device) =>
  isThis ? "This device" : isSignedIn ? "Signed in" : "Signed out";
