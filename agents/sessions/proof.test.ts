// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 9449's own proofs, and both directions with jose.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { test } from "vitest";
import { createNonces } from "./nonces.ts";
import { createCheckProof, hashOfToken, PROOF_LIFE_SEC, PROOF_SKEW_SEC } from "./proof.ts";
import { createSeenProofs } from "./seenProofs.ts";

const JWK_AND_TYPE =
  "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19";
/** §4.1, and §7.1 with its token. */
const TOKEN_PROOF = `${JWK_AND_TYPE}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg`;
const RESOURCE_PROOF = `${JWK_AND_TYPE}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA`;
const ACCESS_TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
const JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

const check = createCheckProof();

test("RFC 9449: the proof of §4.1, the one of §7.1 with its ath, and the thumbprint of §6.1", () => {
  const nowMs = 1_562_262_620_000;
  const first = check({ proof: TOKEN_PROOF, method: "POST", url: "https://server.example.com/token", nowMs });
  assert.deepEqual(first, { jkt: JKT, jti: "-BwC3ESc6acc2lTc", nonce: undefined });
  const url = "https://resource.example.org/protectedresource";
  const second = check({ proof: RESOURCE_PROOF, method: "GET", url, accessToken: ACCESS_TOKEN, nowMs });
  assert.equal(second?.jkt, JKT);
  assert.equal(hashOfToken(ACCESS_TOKEN), "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
  assert.equal(
    check({ proof: RESOURCE_PROOF, method: "GET", url, nowMs }),
    undefined,
    "a proof of a token, without it",
  );
  assert.equal(
    check({ proof: TOKEN_PROOF, method: "POST", url: "https://server.example.com/other", nowMs }),
    undefined,
  );
  const flipped = TOKEN_PROOF.replace(/.(?=.{20}$)/, (letter) => (letter === "A" ? "B" : "A"));
  assert.equal(
    check({ proof: flipped, method: "POST", url: "https://server.example.com/token", nowMs }),
    undefined,
  );
});

async function proofOf(claims: object, header: object = {}) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = await exportJWK(publicKey);
  const proof = await new SignJWT(claims as never)
    .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk, ...header } as never)
    .sign(privateKey);
  return { proof, jkt: await calculateJwkThumbprint(jwk) };
}
const CLAIMS = { htm: "GET", htu: "https://a.example/v1/x", jti: "1", iat: 1_000_000 };
const ASKED = { method: "GET", url: "https://a.example/v1/x" };

test("a proof counts from its skew before its time until its life and skew after it, and no longer", async () => {
  const { proof, jkt } = await proofOf(CLAIMS);
  const at = (offsetSec: number) => check({ ...ASKED, proof, nowMs: (CLAIMS.iat + offsetSec) * 1_000 })?.jkt;
  for (const offset of [-PROOF_SKEW_SEC, 0, PROOF_LIFE_SEC + PROOF_SKEW_SEC])
    assert.equal(at(offset), jkt, String(offset));
  for (const offset of [-PROOF_SKEW_SEC - 1, PROOF_LIFE_SEC + PROOF_SKEW_SEC + 1, -86_400, 86_400])
    assert.equal(at(offset), undefined, String(offset));
  // where a nonce says how old the proof is, a wrong clock does not matter
  assert.equal(check({ ...ASKED, proof })?.jkt, jkt);
});

test("htu is compared as URLs are: scheme and host in any case, a default port or none, without query and fragment", async () => {
  for (const htu of [
    "HTTPS://A.example/v1/x",
    "https://a.example:443/v1/x",
    "https://a.example/v1/x?q=1",
    "https://a.example/v1/x#f",
  ])
    assert.ok(check({ ...ASKED, ...(await proofOf({ ...CLAIMS, htu })) }), htu);
  for (const htu of [
    "http://a.example/v1/x",
    "https://a.example:8443/v1/x",
    "https://a.example/v1/x/",
    "https://a.example/V1/x",
    "https://u:p@a.example/v1/x",
    "/v1/x",
    "",
    7,
  ])
    assert.equal(check({ ...ASKED, ...(await proofOf({ ...CLAIMS, htu })) }), undefined, String(htu));
});

test("whatever is no proof is refused: other algorithms and types, private and symmetric keys, points off the curve, odd claims", async () => {
  const { x, y } = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
  const off = { kty: "EC", crv: "P-256", x, y: x };
  const headers = [
    { typ: "JWT" },
    { jwk: undefined },
    { jwk: null },
    { jwk: { kty: "oct", k: "AA" } },
    { jwk: off },
    { jwk: { kty: "EC", crv: "P-256", x, y } },
    { jwk: { kty: "EC", crv: "P-384", x, y } },
  ];
  for (const header of headers)
    assert.equal(check({ ...ASKED, ...(await proofOf(CLAIMS, header)) }), undefined, JSON.stringify(header));
  for (const claims of [
    { jti: "" },
    { jti: "x".repeat(129) },
    { jti: 1 },
    { iat: "1000000" },
    { iat: 1e6 + 0.5 },
    { htm: "get" },
    { nonce: 1 },
    { ath: "" },
  ])
    assert.equal(
      check({ ...ASKED, ...(await proofOf({ ...CLAIMS, ...claims })) }),
      undefined,
      JSON.stringify(claims),
    );
  const { proof } = await proofOf(CLAIMS);
  for (const text of [
    undefined,
    "",
    "a.b.c",
    [proof, proof],
    `${proof}.`,
    ` ${proof}`,
    proof.replace(/\.[^.]*$/, "."),
    "x".repeat(5_000),
  ])
    assert.equal(check({ ...ASKED, proof: text as string }), undefined);
});

test("jose takes the key and the signature as we do", async () => {
  const { proof } = await proofOf(CLAIMS);
  await jwtVerify(proof, EmbeddedJWK, { typ: "dpop+jwt", algorithms: ["ES256"] });
  assert.ok(check({ ...ASKED, proof }));
});

test("what was seen is kept for its time at least, per key, and a full memory refuses rather than forgets", () => {
  let elapsed = 0;
  const isFirst = createSeenProofs({ keepMs: 100, most: 3, elapsedMs: () => elapsed });
  assert.equal(isFirst("a", "1"), true);
  assert.equal(isFirst("b", "1"), true, "another key's");
  elapsed = 99;
  assert.equal(isFirst("a", "2"), true);
  assert.throws(() => isFirst("a", "3"), /More requests/);
  assert.equal(isFirst("a", "1"), false);
  elapsed = 150;
  assert.equal(isFirst("a", "2"), false, "seen 51 ms ago");
  elapsed = 500;
  assert.equal(isFirst("a", "1"), true);
});

test("a nonce is one process's, one purpose's, and counts once; a flood of spent ones refuses", () => {
  let elapsed = 0;
  const options = { lifeMs: 100, most: 2, elapsedMs: () => elapsed };
  const [nonces, others] = [createNonces(options), createNonces(options)];
  const nonce = nonces.issue("a");
  assert.match(nonce, /^[0-9a-f]{64}$/);
  assert.equal(others.isLive(nonce, "a"), false, "another process's, as after a restart");
  assert.equal(nonces.isLive(nonce, "b"), false);
  assert.equal(nonces.isLive(nonce.toUpperCase(), "a"), false);
  assert.equal(nonces.take(nonce, "a"), true);
  assert.equal(nonces.take(nonce, "a"), false);
  assert.equal(nonces.take(nonces.issue("a"), "a"), true);
  assert.throws(() => nonces.take(nonces.issue("a"), "a"), /More challenges/);
  const old = nonces.issue("a");
  elapsed = 100;
  assert.equal(nonces.take(old, "a"), false);
  assert.equal(nonces.take(nonce, "a"), false);
  assert.equal(nonces.take(nonces.issue("a"), "a"), true, "room again");
});
