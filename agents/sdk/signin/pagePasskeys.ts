// SPDX-License-Identifier: MIT
// `navigator.credentials` between the service's JSON and the page's buffers; this repository compiles without the types of pages.
import { TributaryError } from "../errors/TributaryError.ts";
import { fromBase64Url, toBase64Url } from "./base64Url.ts";

/** The person did not confirm the passkey, or the device has none that fits. */
export class PasskeyNotUsed extends TributaryError {
  override name = "PasskeyNotUsed";
}

type Bytes = ArrayBuffer;
type Described = { id: string; type?: string; transports?: string[] };
/** Options for a ceremony, as the service gives them. */
export type PasskeyOptions = Record<string, unknown> & {
  challenge: string;
  user?: { id: string };
  excludeCredentials?: Described[];
  allowCredentials?: Described[];
};
type Credential = {
  id: string;
  rawId: Bytes;
  type: string;
  response: {
    clientDataJSON: Bytes;
    attestationObject?: Bytes;
    authenticatorData?: Bytes;
    signature?: Bytes;
    userHandle?: Bytes | null;
    getTransports?(): string[];
  };
};
/** The part of `navigator.credentials` in use. */
export type PageCredentials = Record<
  "create" | "get",
  (options: { publicKey: object }) => Promise<Credential | null>
>;

const text = (bytes: Bytes) => toBase64Url(new Uint8Array(bytes));
const describe = (list: Described[] = []) =>
  list.map((one) => ({ type: "public-key", ...one, id: fromBase64Url(one.id) }));

/** Makes a passkey; the response as the service takes it. */
export async function createPasskey(
  options: PasskeyOptions,
  credentials = pageCredentials(),
): Promise<object> {
  const { id, rawId, type, response } = await ask(() =>
    credentials.create({
      publicKey: {
        ...options,
        challenge: fromBase64Url(options.challenge),
        user: { ...options.user, id: fromBase64Url(options.user!.id) },
        excludeCredentials: describe(options.excludeCredentials),
      },
    }),
  );
  const made = {
    attestationObject: text(response.attestationObject!),
    transports: response.getTransports?.() ?? [],
  };
  return {
    id,
    rawId: text(rawId),
    type,
    response: { clientDataJSON: text(response.clientDataJSON), ...made },
  };
}

/** Has a passkey sign; the response as the service takes it. */
export async function usePasskey(options: PasskeyOptions, credentials = pageCredentials()): Promise<object> {
  const { id, rawId, type, response } = await ask(() =>
    credentials.get({
      publicKey: {
        ...options,
        challenge: fromBase64Url(options.challenge),
        allowCredentials: describe(options.allowCredentials),
      },
    }),
  );
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const signed = { authenticatorData: text(authenticatorData!), signature: text(signature!) };
  const answer = {
    clientDataJSON: text(clientDataJSON),
    ...signed,
    ...(userHandle && { userHandle: text(userHandle) }),
  };
  return { id, rawId: text(rawId), type, response: answer };
}

const pageCredentials = () =>
  (globalThis as unknown as { navigator: { credentials: PageCredentials } }).navigator.credentials;

async function ask(ceremony: () => Promise<Credential | null>): Promise<Credential> {
  const advice = "try again, or sign in by the wallet";
  try {
    const credential = await ceremony();
    if (credential) return credential;
  } catch (cause) {
    throw new PasskeyNotUsed("no passkey was confirmed", { advice, retryable: true, cause });
  }
  throw new PasskeyNotUsed("the page has no passkey", { advice, retryable: true });
}
