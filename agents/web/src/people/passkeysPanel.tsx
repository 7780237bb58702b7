// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { TextField } from "../publish/textField.tsx";
import type { PanelProps } from "./accountPanels.tsx";
import { deviceNameOf } from "./deviceName.ts";
import { Action, Trouble, When } from "./parts.tsx";
import { attempt, isBusy } from "./person.ts";

type PasskeysPanelProps = PanelProps & { addPasskey: (name: string) => Promise<unknown> };

/** The passkeys of the account, and the recovery codes that stand in for one. */
export function PasskeysPanel({ account, change, addPasskey }: PasskeysPanelProps) {
  const name = useSignal(deviceNameOf(navigator.userAgent));
  const fault = useSignal<string | undefined>(undefined);
  const add = (event: Event) => {
    event.preventDefault();
    const given = name.value.trim();
    fault.value = given.length < 1 || given.length > 60 ? "Give a name of 1 to 60 letters." : undefined;
    if (!fault.value) attempt("passkeys", () => addPasskey(given));
  };
  const { passkeys, totp, recoveryCodesLeft } = account;
  const hasFactor = totp || passkeys.length > 0;
  return (
    <section class="panel" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">Passkeys</h2>
      <p class="hint">
        A passkey is this device's lock or a security key: it signs in alone, and proves who you are where
        much is at stake.
      </p>
      <ul class="rows">
        {passkeys.map((one) => (
          <li key={one.id}>
            <span>
              <strong class="is-breaking">{one.name}</strong>
              <span class="hint">
                Added <When at={one.addedAt} />
                {one.isSynced && ", kept in your devices' account"}
              </span>
            </span>
            <Action
              at="passkeys"
              work={() => change("DELETE", `/v1/passkeys/${one.id}`)}
              label={`Remove the passkey ${one.name}`}
              isQuiet
            >
              Remove
            </Action>
          </li>
        ))}
        {passkeys.length === 0 && <li class="hint">None yet.</li>}
      </ul>
      <form class="people-form" onSubmit={add}>
        <TextField
          label="Name of a new passkey"
          hint="What you will know it by."
          value={name.value}
          fault={fault.value}
          onInput={(text) => {
            name.value = text;
          }}
        />
        <button type="submit" class="button" disabled={isBusy.value}>
          Add a passkey
        </button>
      </form>
      {hasFactor && (
        <div class="panel-head">
          <p>{recoveryCodesLeft} recovery codes are left.</p>
          <Action at="passkeys" work={() => change("POST", "/v1/recovery-codes")} isQuiet>
            Make new recovery codes
          </Action>
        </div>
      )}
      <Trouble at="passkeys" />
    </section>
  );
}
