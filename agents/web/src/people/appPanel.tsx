// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { TextField } from "../publish/textField.tsx";
import type { PanelProps } from "./accountPanels.tsx";
import { Action, Trouble } from "./parts.tsx";
import { attempt, isBusy } from "./person.ts";

type Started = { secret: string; uri: string };

/** The codes of an authenticator app: set up, and removed. */
export function AppPanel({ account, change }: PanelProps) {
  const started = useSignal<Started | undefined>(undefined);
  const code = useSignal("");
  const fault = useSignal<string | undefined>(undefined);
  const start = async () => {
    started.value = (await change("POST", "/v1/totp")) as Started;
  };
  const confirm = (event: Event) => {
    event.preventDefault();
    const given = code.value.replace(/\s/g, "");
    fault.value = /^\d{6}$/.test(given) ? undefined : "Write the six digits that the app shows.";
    if (fault.value) return;
    attempt("app", async () => {
      await change("POST", "/v1/totp/confirmation", { code: given });
      started.value = undefined;
      code.value = "";
    });
  };
  return (
    <section class="panel" aria-labelledby="app-title">
      <h2 id="app-title">Authenticator app</h2>
      {account.totp ? (
        <div class="panel-head">
          <p>An app's codes are in use.</p>
          <Action at="app" work={() => change("DELETE", "/v1/totp")} label="Remove the app's codes" isQuiet>
            Remove
          </Action>
        </div>
      ) : started.value ? (
        <form class="people-form" onSubmit={confirm}>
          <p>
            Write this secret into the app, or <a href={started.value.uri}>open it in the app</a> on this
            device. It is shown this once.
          </p>
          <p class="mono is-breaking secret">{started.value.secret.replace(/(.{4})(?=.)/g, "$1 ")}</p>
          <TextField
            label="The app's code now"
            hint="Six digits. The codes count once this one was right."
            value={code.value}
            fault={fault.value}
            onInput={(text) => {
              code.value = text;
            }}
          />
          <button type="submit" class="button" disabled={isBusy.value}>
            Use these codes
          </button>
        </form>
      ) : (
        <div class="panel-head">
          <p class="hint">Six digits, new every half minute, from an app on your phone.</p>
          <Action at="app" work={start} isQuiet>
            Set up an app
          </Action>
        </div>
      )}
      <Trouble at="app" />
    </section>
  );
}
