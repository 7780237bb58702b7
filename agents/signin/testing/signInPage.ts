// SPDX-License-Identifier: GPL-3.0-or-later
// The page of the browser test: the SDK's sign-in, and a wallet that signs with the test's key.
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { browserDeviceKey, openSignIn, type SignIn } from "../../sdk/index.ts";

let signIn: SignIn;

Object.assign(globalThis, {
  async open(serviceUrl: string): Promise<string> {
    const key = await browserDeviceKey();
    signIn = openSignIn({ serviceUrl, key });
    Object.assign(globalThis, { signIn });
    return key.thumbprint;
  },
  byWallet: (walletKey: Hex) => signIn.byWallet(privateKeyToAccount(walletKey), "Chromium"),
  /** The milliseconds of `count` sign-ins by a passkey. */
  async timePasskeys(count: number): Promise<number[]> {
    const took: number[] = [];
    while (took.length < count) {
      const startedMs = performance.now();
      await signIn.byPasskey();
      took.push(performance.now() - startedMs);
    }
    return took;
  },
});
