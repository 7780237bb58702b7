// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import type { Deployment } from "../deployment.ts";
import { TextField } from "../publish/textField.tsx";
import { Action } from "./parts.tsx";
import { attempt, isBusy, proveFactor } from "./person.ts";

type FactorFormProps = { from: Deployment; at: string; onProved?: () => unknown };

/** Proves a factor: a passkey, or a code. */
export function FactorForm({ from, at, onProved }: FactorFormProps) {
  const code = useSignal("");
  const fault = useSignal<string | undefined>(undefined);
  const prove = async (given?: string) => {
    await proveFactor(from, given);
    await onProved?.();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const given = code.value.trim();
    const isCode = given.length >= 6 && given.length <= 40;
    fault.value = isCode ? undefined : "Write the six digits of the app, or a whole recovery code.";
    if (isCode) attempt(at, () => prove(given));
  };
  return (
    <>
      <div class="actions">
        <Action at={at} work={() => prove()}>
          Use a passkey
        </Action>
      </div>
      <form class="people-form" onSubmit={submit}>
        <TextField
          label="Or a code"
          hint="Six digits of your authenticator app, or one of the recovery codes that you kept."
          value={code.value}
          fault={fault.value}
          onInput={(text) => {
            code.value = text;
          }}
        />
        <button type="submit" class="button is-quiet" disabled={isBusy.value}>
          Give the code
        </button>
      </form>
    </>
  );
}
