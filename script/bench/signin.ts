// SPDX-License-Identifier: GPL-3.0-or-later
// Sign-ins by wallets that one core serves a second, from HTTP to disk; checks of tokens and proofs, beside jose's; and the time of a sign-in
// by a passkey in Chromium. CPU time counts, so that a busy machine measures nearly the same; times to an answer are of this
// machine, as busy as it is. Exits with 1 below the goals.
// Run: npm run bench:signin
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { loadavg } from "node:os";
import { EmbeddedJWK, importJWK, jwtVerify } from "jose";
import { recoverMessageAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import {
  type AccessClaims,
  audienceOf,
  createSignToken,
  verifyToken,
} from "../../agents/sessions/accessToken.ts";
import { encodeHeader, encodeSigned } from "../../agents/sessions/compactJws.ts";
import { createReadP256Key } from "../../agents/sessions/p256Key.ts";
import { createCheckProof, hashOfToken } from "../../agents/sessions/proof.ts";
import { createVerifySession } from "../../agents/sessions/verifySession.ts";
import { measureSignIns } from "./signinLoad.ts";
import { measurePasskeys } from "./signinPasskeys.ts";

const GOALS = { signIns: 4_000, cached: 40_000, uncached: 12_000, passkeyMs: 50 };
const ISSUER = "https://app.example";
const COUNT = 2_000;

const service = generateKeyPairSync("ed25519");
const signToken = createSignToken("k", service.privateKey);
const browser = generateKeyPairSync("ec", { namedCurve: "P-256" });
const { kty, crv, x, y } = browser.publicKey.export({ format: "jwk" });
const jwk = { kty, crv, x, y };
const nowSec = Math.floor(Date.now() / 1_000);
const claims: AccessClaims = {
  ...{
    iss: ISSUER,
    aud: audienceOf(1),
    sub: `0x${"11".repeat(20)}`,
    iat: nowSec,
    exp: nowSec + 600,
    sid: "s",
  },
  ...{ cnf: { jkt: createReadP256Key()(jwk)!.jkt }, amr: ["wallet"], auth_time: nowSec, jti: "" },
};
const tokens = Array.from({ length: COUNT }, () => signToken({ ...claims, jti: randomUUID() }));
const header = encodeHeader({ typ: "dpop+jwt", alg: "ES256", jwk });
const url = "https://edge.example/v1/works";
const proofs = tokens.map((token) => {
  const signed = encodeSigned(header, {
    htm: "PUT",
    htu: url,
    jti: randomUUID(),
    iat: nowSec,
    ath: hashOfToken(token),
  });
  const by = { key: browser.privateKey, dsaEncoding: "ieee-p1363" } as const;
  return `${signed}.${sign("sha256", Buffer.from(signed), by).toString("base64url")}`;
});

const keyOf = () => service.publicKey;
const check = { issuer: ISSUER, audience: audienceOf(1), keyOf };
const joseKey = await importJWK(service.publicKey.export({ format: "jwk" }), "EdDSA");
const checkProof = createCheckProof();
const remembers = () =>
  createVerifySession({
    issuer: ISSUER,
    chainId: 1,
    publicUrl: "https://edge.example",
    keys: keyOf,
    nonces: false,
  });
let verify = remembers();
const wallet = privateKeyToAccount(generatePrivateKey());
const signature = await wallet.signMessage({ message: "hello" });

const uncached = await perCpuSecond(
  COUNT,
  async (at) => (await verifyToken(tokens[at]!, check)) !== undefined,
);
const proof = await perCpuSecond(COUNT, async (at) =>
  Boolean(checkProof({ proof: proofs[at], method: "PUT", url, accessToken: tokens[at]! })),
);
const request = await perCpuSecond(COUNT, async (at) => {
  // what was seen before counts no more
  if (at === 0) verify = remembers();
  const headers = { authorization: `DPoP ${tokens[at]}`, dpop: proofs[at]! };
  return Boolean(await verify({ method: "PUT", url: "/v1/works", headers }));
});
const joses = await perCpuSecond(500, async (at) =>
  Boolean(await jwtVerify(tokens[at]!, joseKey, { issuer: ISSUER, audience: audienceOf(1) })),
);
const joseProof = await perCpuSecond(500, async (at) => Boolean(await jwtVerify(proofs[at]!, EmbeddedJWK)));
const viems = await perCpuSecond(200, async () =>
  Boolean(await recoverMessageAddress({ message: "hello", signature })),
);
const load = await measureSignIns();
const passkeys = await measurePasskeys();

console.log(`per second of CPU time; load average ${loadavg()[0]!.toFixed(1)}\n`);
print(
  "sign-ins by wallet, HTTP to disk",
  load.perCpuSecond,
  GOALS.signIns,
  `viem's recovery alone ${viems.toFixed(0)}`,
);
print("  with the challenge asked for", load.withChallengePerCpuSecond);
print("session checks over HTTP, token remembered", load.checksPerCpuSecond, GOALS.cached);
print("session checks, token new, without HTTP", uncached, GOALS.uncached, `jose ${joses.toFixed(0)}`);
print("proofs", proof, undefined, `jose ${joseProof.toFixed(0)}`);
print("requests: token new, and its proof", request);
console.log(
  `\nsign-in answered in ${load.p50Ms.toFixed(0)} ms (p50), ${load.p99Ms.toFixed(0)} ms (p99), 100 at once`,
);
console.log(
  passkeys === undefined
    ? "no Chromium here, so no passkeys: node script/installBrowser.ts"
    : `sign-in by passkey in Chromium: ${passkeys.p50Ms.toFixed(0)} ms (p50), ${passkeys.p95Ms.toFixed(0)} ms (p95); goal ${GOALS.passkeyMs}`,
);
// the times are those of a machine that may have other work
if (load.perCpuSecond < GOALS.signIns || load.checksPerCpuSecond < GOALS.cached || uncached < GOALS.uncached)
  process.exit(1);

function print(name: string, value: number, goal?: number, peer = ""): void {
  const wanted = goal === undefined ? "" : `goal ${goal}`;
  console.log(`  ${name.padEnd(44)}${value.toFixed(0).padStart(9)}  ${wanted.padEnd(12)}${peer}`.trimEnd());
}

/** CPU time, not wall time. The first round warms up. */
async function perCpuSecond(count: number, work: (at: number) => Promise<boolean>): Promise<number> {
  let micros = 0;
  for (let round = 0; round < 3; round++) {
    const started = process.cpuUsage();
    for (let at = 0; at < count; at++) if (!(await work(at))) throw new Error("a good one was refused");
    const { user, system } = process.cpuUsage(started);
    if (round > 0) micros += user + system;
  }
  return (2 * count * 1e6) / micros;
}
