// SPDX-License-Identifier: GPL-3.0-or-later
import "../styles/people.css";
import { useEffect } from "preact/hooks";
import type { Deployment } from "../deployment.ts";
import { Notice } from "../ui/notice.tsx";
import { AccountPanels } from "./accountPanels.tsx";
import { ConfirmDialog } from "./confirmDialog.tsx";
import { FactorForm } from "./factorForm.tsx";
import { Action, Trouble } from "./parts.tsx";
import { isBusy, leave, person, resumePerson, wanted } from "./person.ts";
import { WaysIn } from "./waysIn.tsx";

/** Who is signed in: the ways in, devices, factors, and what was done. */
export function PeoplePage({ from }: { from: Deployment }) {
  const { hostname, port, pathname } = location;
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  const canSignIn = from.urls.signin !== undefined && !isAddress;
  useEffect(() => {
    if (canSignIn) resumePerson(from);
  }, [from]);
  if (from.urls.signin === undefined)
    return (
      <Notice title="There is no sign-in here">
        This deployment has no sign-in service. Watching and paying need none.
      </Notice>
    );
  if (isAddress)
    return (
      <Notice title="Sign in by the page's name">
        Passkeys and wallets know a page by its name, and {hostname} is a number.{" "}
        <a href={`http://localhost:${port}${pathname}`}>Open it at localhost</a>
      </Notice>
    );
  const who = person.value;
  return (
    <div class="people" aria-busy={isBusy.value}>
      <h1>Account</h1>
      {!who && <WaysIn from={from} />}
      {who?.pending && (
        <section class="panel" aria-labelledby="prove-title">
          <h2 id="prove-title">One more proof</h2>
          <p>
            The wallet has signed. This browser is new to the account, so it asks for a second factor too.
          </p>
          <FactorForm from={from} at="proof" />
          <Trouble at="proof" />
          <Action at="proof" work={() => leave(from, "here")} isQuiet>
            Not now
          </Action>
        </section>
      )}
      {who && !who.pending && <AccountPanels from={from} who={who} />}
      {wanted.value && <ConfirmDialog from={from} wanted={wanted.value} />}
    </div>
  );
}
