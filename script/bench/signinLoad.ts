// SPDX-License-Identifier: GPL-3.0-or-later
// Sign-ins by wallets over HTTP to disk, of many browsers at once, against a service in a process of its own.
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { type Address, type Hex, hashMessage, hexToBytes } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { encodeHeader, encodeSigned } from "../../agents/sessions/compactJws.ts";
import { createReadP256Key } from "../../agents/sessions/p256Key.ts";
import { type ChildServer, connected, exchange, forkServer } from "./childServer.ts";
import { postRequest } from "./postRequest.ts";

const BROWSERS = 100;
const ROUNDS = 60;
/** Rounds until the compiler has seen all of it. */
const WARM_UP = 30;

export type SignInLoad = {
  perCpuSecond: number;
  /** With the challenge that each sign-in asks for. */
  withChallengePerCpuSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Checks of remembered tokens, HTTP included. */
  checksPerCpuSecond: number;
};

/** Each of 100 browsers signs in 60 times, all at once. CPU time is the server's alone. */
export async function measureSignIns(): Promise<SignInLoad> {
  const server = await forkServer("signinServer.ts");
  const base = `http://localhost:${server.port}`;
  const browsers = await Promise.all(
    Array.from({ length: BROWSERS }, async () => ({
      ...newBrowser(),
      token: "",
      socket: await connected(server.port),
    })),
  );
  const took: number[] = [];
  const spent = { challenges: 0, signIns: 0 };
  // the first rounds warm up
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const began = await server.cpuMicros();
    const answers = await Promise.all(
      browsers.map(({ socket }) => exchange(socket, postRequest("/v1/challenges", {}, { origin: base }))),
    );
    const asked = await server.cpuMicros();
    const requests = browsers.map((browser, at) => signInRequest(browser, base, answers[at]!));
    const prepared = await server.cpuMicros();
    const times = await Promise.all(
      browsers.map(async ({ socket }, at) => {
        const startedMs = performance.now();
        const answer = await exchange(socket, requests[at]!);
        browsers[at]!.token = JSON.parse(answer.slice(answer.indexOf("{"))).accessToken;
        return performance.now() - startedMs;
      }),
    );
    if (round < 0) continue;
    took.push(...times);
    spent.challenges += asked - began;
    spent.signIns += (await server.cpuMicros()) - prepared;
  }
  const checksPerCpuSecond = await measureChecks(server, browsers);
  for (const { socket } of browsers) socket.destroy();
  server.stop();
  took.sort((a, b) => a - b);
  return {
    perCpuSecond: (took.length * 1e6) / spent.signIns,
    withChallengePerCpuSecond: (took.length * 1e6) / (spent.signIns + spent.challenges),
    p50Ms: took[Math.floor(took.length * 0.5)]!,
    p99Ms: took[Math.floor(took.length * 0.99)]!,
    checksPerCpuSecond,
  };
}

/** Every browser's token, checked again and again. */
async function measureChecks(
  server: ChildServer,
  browsers: readonly { socket: Socket; token: string }[],
): Promise<number> {
  let micros = 0;
  for (let round = -WARM_UP; round < 3 * ROUNDS; round++) {
    const began = await server.cpuMicros();
    await Promise.all(
      browsers.map(({ socket, token }) =>
        exchange(
          socket,
          Buffer.from(`GET /v1/check HTTP/1.1\r\nhost: bench\r\nauthorization: DPoP ${token}\r\n\r\n`),
        ),
      ),
    );
    if (round >= 0) micros += (await server.cpuMicros()) - began;
  }
  return (3 * ROUNDS * browsers.length * 1e6) / micros;
}

type Browser = { walletKey: Hex; address: Address; key: KeyObject; header: string; jkt: string };

export function newBrowser(): Browser {
  const walletKey = generatePrivateKey();
  const { publicKey, privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { kty, crv, x, y } = publicKey.export({ format: "jwk" });
  const jwk = { kty, crv, x, y };
  const header = encodeHeader({ typ: "dpop+jwt", alg: "ES256", jwk });
  return {
    walletKey,
    address: privateKeyToAddress(walletKey),
    key,
    header,
    jkt: createReadP256Key()(jwk)!.jkt,
  };
}

/** libsecp256k1 signs, since viem takes a millisecond for each. */
export function signInRequest(
  { walletKey, address, key, header, jkt }: Browser,
  base: string,
  answer: string,
): Buffer {
  const { issuedAt, expirationTime, ...fields } = JSON.parse(answer.slice(answer.indexOf("{")));
  const message = createSiweMessage({
    ...{ ...fields, address, issuedAt: new Date(issuedAt), expirationTime: new Date(expirationTime) },
    resources: [`urn:ietf:params:oauth:jwk-thumbprint:sha-256:${jkt}`],
  });
  const { ecdsaSign } = createRequire(import.meta.url)("secp256k1/bindings.js") as {
    ecdsaSign(digest: Uint8Array, key: Uint8Array): { signature: Uint8Array; recid: number };
  };
  const { signature, recid } = ecdsaSign(hexToBytes(hashMessage(message)), hexToBytes(walletKey));
  const proof = encodeSigned(header, {
    ...{ htm: "POST", htu: `${base}/v1/sign-ins`, jti: randomUUID(), iat: Math.floor(Date.now() / 1_000) },
    nonce: fields.nonce,
  });
  const dpop = `${proof}.${sign("sha256", Buffer.from(proof), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
  const body = { message, signature: `0x${Buffer.from([...signature, 27 + recid]).toString("hex")}` };
  return postRequest("/v1/sign-ins", body, { origin: base, dpop });
}
