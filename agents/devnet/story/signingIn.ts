// SPDX-License-Identifier: GPL-3.0-or-later
import { createAuthenticator } from "../../localnet/softAuthenticator.ts";
import { newDeviceKey } from "../../sdk/signin/deviceKey.ts";
import { openSignIn, type SignIn } from "../../sdk/signin/openSignIn.ts";
import { SignInRefused } from "../../sdk/signin/signInErrors.ts";
import type { Person } from "./cast.ts";
import { refused } from "./refused.ts";
import type { Telling } from "./telling.ts";

/**
 * The act: a creator signs in by wallet, and adds a passkey, whose authenticator is software. From then on the wallet alone opens no new device,
 * the passkey alone does, and one word signs all of them out. Throws unless the service does as it should.
 */
export async function signIn(telling: Telling, creator: Person): Promise<void> {
  await telling.screen.during(
    `${creator.name} signs in`,
    () => passThrough(telling, creator),
    () =>
      `${creator.name} signed in by wallet, then on a new device by a passkey alone, and signed out everywhere`,
  );
}

async function passThrough(telling: Telling, { name, account }: Person): Promise<void> {
  const authenticator = createAuthenticator(telling.pageUrl);
  const open = () => openDevice(telling, name, authenticator);
  const first = await open();
  await first.byWallet(account, "A laptop");
  const { recoveryCodes = [] } = await first.addPasskey("A key ring");
  for (const code of recoveryCodes) telling.cast.secrets.keep(`a recovery code of ${name}`, code);

  const thief = await open();
  const { pending } = await thief.byWallet(account, "Somebody's laptop");
  if (!pending) throw new Error("a wallet alone signed in on a new device, beside a passkey");
  await requireNothing(thief);

  const second = await open();
  const entered = await second.byPasskey("A telephone");
  if (entered.pending || entered.account !== account.address)
    throw new Error(`the passkey signed in as ${entered.account}`);
  await second.ask("GET", "/v1/devices");
  await second.signOut("everywhere");
  await requireNothing(first);
}

/** A new browser on the page: a key of its own, and the creator's passkey at hand. */
async function openDevice(
  { agents, cast, pageUrl }: Telling,
  name: string,
  authenticator: ReturnType<typeof createAuthenticator>,
): Promise<SignIn> {
  return openSignIn({
    serviceUrl: agents.signin.url,
    key: await newDeviceKey(),
    passkeys: {
      create: async (options) => authenticator.create(options as never),
      use: async (options) => authenticator.get(options as never),
    },
    async fetch(url, init) {
      const headers = new Headers(init?.headers);
      const [, token] = headers.get("authorization")?.split(" ") ?? [];
      if (token) cast.secrets.keep(`an access token of ${name}`, token);
      headers.set("origin", pageUrl);
      return fetch(url, { ...init, headers });
    },
  });
}

/** Throws unless the service tells this device nothing. */
const requireNothing = (device: SignIn) =>
  refused(SignInRefused, device.ask("GET", "/v1/devices"), "the service told a device that is not signed in");
