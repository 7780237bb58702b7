// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { createSiweMessage } from "viem/siwe";
import { parseBaseUrl } from "../wire/baseUrl.ts";
import { fromBase64Url } from "./base64Url.ts";
import type { DeviceKey } from "./deviceKey.ts";
import { createPasskey, type PasskeyOptions, usePasskey } from "./pagePasskeys.ts";
import { type SignedFetch, signedFetch } from "./signedFetch.ts";
import { SignInRefused } from "./signInErrors.ts";

/** Who is signed in. `pending`: a factor has to be proved first. `factorAt`: when one was, Unix time in seconds. */
export type SignInState = { account: Address; device: string; pending: boolean; factorAt: number | null };
/** A wallet's account: viem's local ones, or `{ address, signMessage }` around a wallet client. */
export type SigningAccount = { address: Address; signMessage(said: { message: string }): Promise<Hex> };

/** Makes passkeys and has them sign: options and responses in WebAuthn's JSON forms, as the service gives and takes them. */
export type Passkeys = Record<"create" | "use", (options: PasskeyOptions) => Promise<object>>;

export type SignIn = {
  /** Signs in by the wallet's signature of one message. */
  byWallet(account: SigningAccount, deviceName?: string): Promise<SignInState>;
  /** Signs in by a passkey alone. */
  byPasskey(deviceName?: string): Promise<SignInState>;
  /** Goes on with the sign-in session that the browser's cookie has, as after a reload; throws a SignInRefused without one. */
  resume(): Promise<SignInState>;
  /** Adds a passkey; with the account's first factor come recovery codes, to be shown this once. */
  addPasskey(name: string): Promise<{ recoveryCodes?: string[] }>;
  provePasskey(): Promise<SignInState>;
  proveCode(code: string): Promise<SignInState>;
  proveRecoveryCode(code: string): Promise<SignInState>;
  /** Any other request of the service's API. */
  ask(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  /** Like `fetch`, for the service and every role, with token and proof; renews the token when its time has come. */
  fetch: SignedFetch["fetch"];
  /** Signs out here, or everywhere. */
  signOut(where?: "here" | "everywhere"): Promise<void>;
};

/**
 * Opens the way to a sign-in service. Nothing is asked before the first call. The token stays in memory, the refresh token in a cookie that no
 * script reads.
 *
 * @param options.passkeys The page's own by default.
 * @example
 * const signIn = openSignIn({ serviceUrl: "https://app.example", key: await browserDeviceKey() });
 * const { account, pending } = await signIn.resume().catch(() => signIn.byWallet(localAccount));
 * if (pending) await signIn.provePasskey();
 * await signIn.fetch("https://edge.example/v1/settings", { method: "PUT", body });
 */
export function openSignIn(options: {
  serviceUrl: string;
  key: DeviceKey;
  fetch?: typeof globalThis.fetch;
  passkeys?: Passkeys;
}): SignIn {
  const { key, passkeys = { create: createPasskey, use: usePasskey } } = options;
  const service = parseBaseUrl(options.serviceUrl);
  const signed = signedFetch({ ...options, service });
  const { post, ask } = signed;

  async function opened(path: string, body?: object): Promise<SignInState> {
    return signed.keep(await ask("POST", path, body));
  }

  return {
    ask,
    fetch: signed.fetch,
    resume: signed.refresh,

    async byWallet({ address, signMessage }, deviceName) {
      const { nonce, issuedAt, expirationTime, ...fields } = await post("/v1/challenges");
      const message = createSiweMessage({
        ...(fields as { domain: string; uri: string; version: "1"; chainId: number; statement: string }),
        ...{ address, nonce: nonce as string },
        ...{ issuedAt: new Date(issuedAt as string), expirationTime: new Date(expirationTime as string) },
        resources: [`urn:ietf:params:oauth:jwk-thumbprint:sha-256:${key.thumbprint}`],
      });
      const signature = await signMessage({ message });
      return signed.keep(await post("/v1/sign-ins", { message, signature, deviceName }, nonce as string));
    },

    async byPasskey(deviceName) {
      const { thumbprint } = key;
      const options = (await post("/v1/sign-ins/passkey/challenges", { thumbprint })) as PasskeyOptions;
      const credential = await passkeys.use(options);
      // the proof names the challenge, in hex
      const nonce = Array.from(fromBase64Url(options.challenge), (byte) =>
        byte.toString(16).padStart(2, "0"),
      ).join("");
      return signed.keep(await post("/v1/sign-ins/passkey", { credential, deviceName }, nonce));
    },

    async addPasskey(name) {
      const options = await ask("POST", "/v1/passkeys/challenges");
      const credential = await passkeys.create(options as PasskeyOptions);
      return ask("POST", "/v1/passkeys", { credential, name });
    },

    async provePasskey() {
      const options = await ask("POST", "/v1/proofs/passkey/challenges");
      return opened("/v1/proofs/passkey", { credential: await passkeys.use(options as PasskeyOptions) });
    },
    proveCode: (code) => opened("/v1/proofs/totp", { code }),
    proveRecoveryCode: (code) => opened("/v1/proofs/recovery-code", { code }),

    async signOut(where = "here") {
      if (where === "everywhere") await ask("DELETE", "/v1/sessions");
      else
        await ask("DELETE", "/v1/session").catch((error) => {
          // as where an answer was lost
          if (!(error instanceof SignInRefused && error.code === "signed_out")) throw error;
        });
      signed.forget();
    },
  };
}
