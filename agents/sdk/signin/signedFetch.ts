// SPDX-License-Identifier: MIT
import type { DeviceKey } from "./deviceKey.ts";
import { type DeviceProof, makeDeviceProof } from "./deviceProof.ts";
import type { SignInState } from "./openSignIn.ts";
import { SignInRefused, SignInUnreachable } from "./signInErrors.ts";

type Json = Record<string, unknown>;
type Init = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  signal?: AbortSignal;
};
type Token = { text: string; untilMs: number };
/** The part of the browser's locks in use, which all pages of an origin share. */
type Locks = { request<T>(name: string, work: () => Promise<T>): Promise<T> };

export type SignedFetch = ReturnType<typeof signedFetch>;

/** A token is renewed so long before its end. */
const EARLY_MS = 30_000;

/**
 * The service's POSTs that may arrive twice: those that ask for a challenge, those that spend one, and the renewal, after which a cookie that was
 * spent is spent. A code counts once, and a second time as a wrong one.
 */
const REPEATABLE =
  /^\/v1\/(.*\/)?(challenges|refreshes|sign-ins|sign-ins\/passkey|proofs\/passkey|passkeys)$/;

/**
 * Requests with the token and a proof for each: the nonces of each server, the renewal, and what the service answers. A request whose connection
 * was cut, and that may arrive twice, is made once more.
 */
export function signedFetch({
  service,
  key,
  fetch = globalThis.fetch,
}: {
  service: string;
  key: DeviceKey;
  fetch?: typeof globalThis.fetch;
}) {
  /** The last nonce of each origin. */
  const nonces = new Map<string, string>();
  let token: Token | undefined;
  let renewing: Promise<SignInState> | undefined;

  const isRepeatable = (method: string, url: string) =>
    /^(GET|HEAD|PUT|DELETE)$/.test(method) ||
    (url.startsWith(service) && REPEATABLE.test(url.slice(service.length)));

  /** One request; another when the server wants its nonce in the proof, and another when the connection was cut. */
  async function send(url: string, init: Init, accessToken?: string, nonce?: string): Promise<Response> {
    const { origin } = new URL(url);
    const { method = "GET", signal } = init;
    let mayRepeat = isRepeatable(method, url);
    for (let hadNonce = false; ; ) {
      const said = { method, url, accessToken, nonce: nonce ?? nonces.get(origin) };
      const response = await sendOnce(url, { ...init, method }, said).catch((error) => {
        // fetch throws a TypeError for a connection that failed
        if (!mayRepeat || signal?.aborted || !(error instanceof TypeError)) throw error;
      });
      if (!response) {
        mayRepeat = false;
        continue;
      }
      const next = response.headers.get("dpop-nonce");
      if (next) nonces.set(origin, next);
      const wantsNonce =
        response.status === 401 && /\buse_dpop_nonce\b/.test(response.headers.get("www-authenticate") ?? "");
      if (hadNonce || !wantsNonce || nonce !== undefined) return response;
      hadNonce = true;
    }
  }

  async function sendOnce(
    url: string,
    { method, headers, body, signal }: Init,
    said: DeviceProof,
  ): Promise<Response> {
    const dpop = await makeDeviceProof(key, said);
    const authorization = said.accessToken && { authorization: `DPoP ${said.accessToken}` };
    return fetch(url, {
      ...(method !== undefined && { method }),
      headers: { ...headers, ...authorization, dpop },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
      redirect: "error",
      // the cookie is the service's; no other role gets one
      credentials: url.startsWith(`${service}/`) ? "include" : "omit",
    });
  }

  async function answerOf(path: string, answering: (url: string) => Promise<Response>): Promise<Json> {
    const url = `${service}${path}`;
    const response = await answering(url).catch((cause) => {
      if (cause instanceof SignInRefused) throw cause;
      throw new SignInUnreachable(url, cause);
    });
    const unreadable = (cause: unknown) => {
      if (response.ok) throw new SignInUnreachable(url, cause);
      return {};
    };
    const json = (response.status === 204 ? {} : await response.json().catch(unreadable)) as Json;
    if (!response.ok) throw new SignInRefused(response.status, json);
    return json;
  }

  const jsonInit = (method: string, body?: object): Init => ({
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });

  function keep(answer: Json): SignInState {
    const { accessToken, expiresIn, account, device, pending, factorAt } = answer;
    // by the time since the answer: the clock may be wrong
    token = { text: accessToken as string, untilMs: performance.now() + Number(expiresIn) * 1_000 };
    return { account, device, pending, factorAt } as SignInState;
  }

  async function renew(): Promise<SignInState> {
    const locks = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
    const work = async () => keep(await post("/v1/refreshes"));
    // a cookie is good once: two pages of one browser must not use it at the same time
    return locks ? locks.request("tributary-signin", work) : work();
  }

  function refresh(): Promise<SignInState> {
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function withToken(url: string, init: Init): Promise<Response> {
    if (!token || performance.now() > token.untilMs - EARLY_MS) await refresh();
    const response = await send(url, init, token!.text);
    if (response.status !== 401 || !/\binvalid_token\b/.test(response.headers.get("www-authenticate") ?? ""))
      return response;
    await refresh();
    return send(url, init, token!.text);
  }

  /** A request without a token; `nonce` in the place of the server's. */
  function post(path: string, body?: object, nonce?: string): Promise<Json> {
    return answerOf(path, (url) => send(url, jsonInit("POST", body), undefined, nonce));
  }

  return {
    fetch: withToken,
    refresh,
    post,
    keep,
    forget: () => {
      token = undefined;
    },
    ask: (method: string, path: string, body?: object): Promise<Json> =>
      answerOf(path, (url) => withToken(url, jsonInit(method, body))),
  };
}
