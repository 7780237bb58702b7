// SPDX-License-Identifier: GPL-3.0-or-later
import type { Deployment } from "../deployment.ts";
import { Action, Trouble } from "./parts.tsx";
import { enterByPasskey, enterByWallet } from "./person.ts";

export function WaysIn({ from }: { from: Deployment }) {
  return (
    <section class="panel" aria-labelledby="ways-title">
      <h2 id="ways-title">Sign in</h2>
      <p>
        Watching and paying need no sign-in. It guards what you set up: your devices, what you publish to
        nodes, where notices go. The wallet signs one message, which costs nothing and moves no money.
      </p>
      <div class="actions">
        <Action at="way in" work={() => enterByWallet(from)}>
          Sign in by wallet
        </Action>
        <Action at="way in" work={() => enterByPasskey(from)} isQuiet>
          Sign in by passkey
        </Action>
      </div>
      <p class="hint">
        The first time, take the wallet; a passkey can be added then. If you lost a device, sign in by the
        wallet, then give a recovery code.
      </p>
      <Trouble at="way in" />
    </section>
  );
}
