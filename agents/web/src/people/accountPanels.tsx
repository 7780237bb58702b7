// SPDX-License-Identifier: GPL-3.0-or-later
import { useEffect } from "preact/hooks";
import type { SignInState } from "../../../sdk/signin/openSignIn.ts";
import type { Deployment } from "../deployment.ts";
import { Notice } from "../ui/notice.tsx";
import { account, readAccount } from "./account.ts";
import { AppPanel } from "./appPanel.tsx";
import { DevicesPanel } from "./devicesPanel.tsx";
import { LogPanel } from "./logPanel.tsx";
import { Action, Trouble } from "./parts.tsx";
import { PasskeysPanel } from "./passkeysPanel.tsx";
import { attempt, leave, newCodes, wayIn } from "./person.ts";
import { RecoveryPanel } from "./recoveryPanel.tsx";

/** Asks the service, then shows the account as it is since. */
export type Change = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;
export type PanelProps = { account: NonNullable<typeof account.value>; change: Change };

export function AccountPanels({ from, who }: { from: Deployment; who: SignInState }) {
  const read = async () => readAccount(await wayIn(from));
  useEffect(() => {
    account.value = undefined;
    attempt("account", read);
  }, [from, who.account]);
  const change: Change = async (method, path, body) => {
    const answer = await (await wayIn(from)).ask(method, path, body);
    await keepCodes(answer);
    return answer;
  };
  const keepCodes = async ({ recoveryCodes }: { recoveryCodes?: unknown }) => {
    // before anything else may fail: they are shown this once
    if (recoveryCodes) newCodes.value = recoveryCodes as string[];
    await read();
  };
  const addPasskey = async (name: string) => keepCodes(await (await wayIn(from)).addPasskey(name));
  const known = account.value;
  return (
    <>
      <section class="panel" aria-labelledby="who-title">
        <div class="panel-head">
          <h2 id="who-title">You are signed in</h2>
          <span class="status-badge">
            <span class="dot is-good" aria-hidden="true" />
            <span class="mono is-breaking">{who.account}</span>
          </span>
        </div>
        <div class="actions">
          <Action at="account" work={() => leave(from, "here")} isQuiet>
            Sign out
          </Action>
          <Action at="account" work={() => leave(from, "everywhere")} isQuiet>
            Sign out everywhere
          </Action>
        </div>
        <Trouble at="account" />
      </section>
      {newCodes.value && <RecoveryPanel codes={newCodes.value} />}
      {known ? (
        <>
          <PasskeysPanel account={known} change={change} addPasskey={addPasskey} />
          <AppPanel account={known} change={change} />
          <DevicesPanel account={known} change={change} />
          <LogPanel account={known} />
        </>
      ) : (
        <Notice title="Reading your account…" isBusy />
      )}
    </>
  );
}
