// SPDX-License-Identifier: MIT
import { toBase64Url } from "./base64Url.ts";
import type { DeviceKey } from "./deviceKey.ts";

export type DeviceProof = {
  method: string;
  url: string;
  accessToken?: string | undefined;
  nonce?: string | undefined;
};

const encode = (text: string) => new TextEncoder().encode(text);
const part = (value: object) => toBase64Url(encode(JSON.stringify(value)));

/** Makes the proof that one request, with one token, is this browser's (DPoP, RFC 9449). */
export async function makeDeviceProof(
  key: DeviceKey,
  { method, url, accessToken, nonce }: DeviceProof,
): Promise<string> {
  const [htu = ""] = url.split(/[?#]/);
  const ath =
    accessToken && toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", encode(accessToken))));
  const claims = {
    ...{ htm: method, htu, jti: crypto.randomUUID(), iat: Math.floor(Date.now() / 1_000) },
    ...(ath && { ath }),
    ...(nonce && { nonce }),
  };
  const signed = `${part({ typ: "dpop+jwt", alg: "ES256", jwk: key.jwk })}.${part(claims)}`;
  return `${signed}.${toBase64Url(await key.sign(encode(signed)))}`;
}
