// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { bytesToHex, type Hex, hexToBytes, pad, recoverTypedDataAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import { HttpError } from "../../kernel/http/problem.ts";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { openStore } from "../../kernel/store/store.ts";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import { partialDecryptionTypedData } from "../../sdk/committees/partialDecryption.ts";
import { readCapsule } from "../../sdk/encryption/capsule.ts";
import { coordinatesOf, pointAt } from "../../sdk/encryption/curve.ts";
import { type KeyRequest, keyRequestTypedData } from "../../sdk/encryption/keyRequest.ts";
import { verifyPartial } from "../../sdk/encryption/partialDecryption.ts";
import { dealShares } from "../../sdk/encryption/shares.ts";
import { createRecoverSigner } from "../../vouchers/recoverSigner.ts";
import { createTypedDigest } from "../../vouchers/typedDigest.ts";
import { openAnswer, type SampleRequest, sampleRequest } from "../testing/sampleRequest.ts";
import type { AccessQuestion } from "./access.ts";
import { createAnswers, type Seat } from "./answers.ts";
import { createCapsules } from "./capsules.ts";
import { keyBody } from "./keyBody.ts";
import { type NonceTables, nonceMigrations, openNonces } from "./nonces.ts";
import { createReleaseKey } from "./releaseKey.ts";

const curve = createNativeCurve();
const contract = { chainId: 31_337, keyRegistry: `0x${"4e".repeat(20)}` } as const;
const court = { chainId: 31_337, keyCourt: `0x${"c0".repeat(20)}` } as const;
const committeeId = pad("0xc1");
const dealt = dealShares(curve, { threshold: 2, size: 3 });
const NOW_SEC = 1_000_000;

async function setUp(t: TestContext, { isLying = false } = {}) {
  const store = await openStore<NonceTables>(`${scratchDir(t)}/store.db`, nonceMigrations);
  t.onTestFinished(() => store.close());
  const privateKey = generatePrivateKey();
  const node = privateKeyToAccount(privateKey);
  const viewer = privateKeyToAccount(generatePrivateKey());
  const chain = {
    access: { hasAccess: true, isDelegate: true },
    asked: [] as AccessQuestion[],
    whileAsked: async () => {},
    disk: "there" as "there" | "gone",
  };
  const nonces = await openNonces(store, () => NOW_SEC);
  let seat: Seat = { committeeId, epoch: 4, index: 2, point: dealt.points[1]!, share: dealt.shares[1]! };
  const checked = { capsules: 0 };
  const { domain, types, primaryType } = keyRequestTypedData(contract, {} as KeyRequest);
  const release = createReleaseKey({
    self: { chainId: contract.chainId, address: node.address },
    nowMs: () => NOW_SEC * 1000,
    seats: { find: () => seat },
    nonces: {
      ...nonces,
      keep: (use) => (chain.disk === "gone" ? Promise.reject(new Error("gone")) : nonces.keep(use)),
    },
    digestOf: await createTypedDigest<KeyRequest>({ domain, types, primaryType }),
    recoverSigner: await createRecoverSigner(),
    capsules: createCapsules(curve, () => {
      checked.capsules += 1;
    }),
    async readAccess(question) {
      chain.asked.push(question);
      await chain.whileAsked();
      return chain.access;
    },
    answer: await createAnswers(curve, { court, privateKey, isLying }),
  });
  const asking = {
    contract,
    committeeId,
    publicKey: dealt.publicKey,
    viewer,
    node: node.address,
    nowSec: NOW_SEC,
  };
  return {
    ...{ chain, node, viewer, checked },
    sample: (more?: Parameters<typeof sampleRequest>[2]) => sampleRequest(curve, asking, more),
    post: async ({ body }: Pick<SampleRequest, "body">, changed: Record<string, unknown> = {}) =>
      release(keyBody.parse({ ...body, ...changed })),
    nextEpoch() {
      seat = { ...seat, epoch: 5 };
    },
  };
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => assert.fail("answered"),
    (reason) => reason,
  );
  assert.ok(error instanceof HttpError, String(error));
  return error.code;
};

test("KEY-1: the answer is the node's share times the capsule's base, proven, signed, and for the viewer's key alone", async (t) => {
  const { sample, post, node, chain, viewer } = await setUp(t);
  const asked = await sample();
  const answer = await openAnswer(asked, await post(asked));
  const { base } = readCapsule(curve, hexToBytes(asked.body.capsule as Hex))!;
  const { epoch, index, challenge, response, signature } = answer;
  assert.deepEqual([epoch, index], [4, 2]);
  const member = { committeeId, epoch, index, point: dealt.points[1]! };
  assert.ok(verifyPartial(curve, member, base, { result: pointAt(answer.result)!, challenge, response }));
  const signed = {
    committeeId,
    epoch,
    index,
    base: coordinatesOf(base),
    result: answer.result,
    challenge,
    response,
  };
  assert.equal(
    await recoverTypedDataAddress({ ...partialDecryptionTypedData(court, signed), signature }),
    node.address,
  );
  assert.deepEqual(chain.asked, [
    {
      ...{
        viewer: viewer.address.toLowerCase(),
        contentId: asked.request.contentId,
        rendition: 3,
        period: 5n,
      },
      ...{ evidence: "0x", delegate: undefined },
    },
  ]);
});

test("A11: a replayed request is refused; one that got no answer may be sent again", async (t) => {
  const { sample, post, chain } = await setUp(t);
  const asked = await sample();
  chain.access = { hasAccess: false, isDelegate: true };
  assert.equal(await codeOf(post(asked)), "no_access");
  chain.access = { hasAccess: true, isDelegate: true };
  const both = await Promise.allSettled([post(asked), post(asked)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.equal(await codeOf(post(asked)), "replayed");
});

test("A11: no field of a request can be another: ephemeral key, work, rendition, period, node, nonce, deadline, viewer", async (t) => {
  const { sample, post } = await setUp(t);
  const asked = await sample();
  const other = await sample();
  for (const field of ["ephemeralKey", "nonce"])
    assert.equal(await codeOf(post(asked, { [field]: other.body[field] })), "wrong_signature", field);
  for (const changed of [
    { contentId: pad("0x01") },
    { generation: 8 },
    { rendition: 4 },
    { period: "6" },
    { deadline: NOW_SEC + 61 },
    { viewer: privateKeyToAccount(generatePrivateKey()).address },
    { committeeId: pad("0xc2") },
  ])
    assert.equal(await codeOf(post(asked, changed)), "wrong_signature", String(Object.keys(changed)));
  assert.equal(await codeOf(post(asked, { node: pad("0x01", { size: 20 }) })), "not_for_this_node");
  assert.equal(await codeOf(post(asked, { chainId: 1 })), "other_chain");
  await post(asked);
});

test("A11: a capsule of another place is refused, whoever signs for it", async (t) => {
  const { sample, post, checked, chain } = await setUp(t);
  const capsule = (await sample()).body.capsule as Hex;
  for (const place of [
    { contentId: pad("0x01") },
    { generation: 8 },
    { rendition: 4 },
    { period: 6n },
    { committeeId: pad("0xc2") },
  ])
    assert.equal(
      await codeOf(post(await sample({ ...place, capsule }))),
      "wrong_capsule",
      String(Object.keys(place)),
    );
  const bytes = hexToBytes(capsule);
  for (const bad of [
    bytes.with(40, bytes[40]! ^ 1),
    bytes.subarray(1),
    Uint8Array.of(...bytes, 0),
    new Uint8Array(),
  ])
    assert.equal(await codeOf(post(await sample({ capsule: bytesToHex(bad) }))), "wrong_capsule");
  assert.equal(chain.asked.length, 0);

  checked.capsules = 0;
  for (let n = 0; n < 3; n += 1) await post(await sample({ capsule }));
  assert.equal(checked.capsules, 1, "a capsule that held is checked once");
});

test("a period that a capsule cannot count is none of another period", async (t) => {
  const { sample, post } = await setUp(t);
  const capsule = (await sample()).body.capsule as Hex;
  const wrapped = await sample({ period: 2n ** 32n + 5n, capsule });
  await assert.rejects(post(wrapped), /period has at most 32 bits/);
});

test("another signs for the viewer only as its delegate, which the chain says at the block of the access", async (t) => {
  const { sample, post, chain } = await setUp(t);
  const signer = privateKeyToAccount(generatePrivateKey());
  assert.equal(await codeOf(post(await sample({ signer }))), "wrong_signature");
  const delegation = { expiresAt: NOW_SEC + 5, signature: "0x1234" };
  await post(await sample({ signer }), { delegation });
  assert.deepEqual(chain.asked[0]?.delegate, { address: signer.address.toLowerCase(), ...delegation });
  chain.access = { hasAccess: true, isDelegate: false };
  assert.equal(await codeOf(post(await sample({ signer }), { delegation })), "no_access");
  // the viewer's own signature needs no delegation
  chain.access = { hasAccess: true, isDelegate: true };
  await post(await sample(), { delegation });
  assert.equal(chain.asked.at(-1)?.delegate, undefined);
});

test("A11: between two epochs nothing is answered by the share of the one that ended", async (t) => {
  const { sample, post, chain, nextEpoch } = await setUp(t);
  chain.whileAsked = async () => nextEpoch();
  const asked = await sample();
  await assert.rejects(post(asked), TryAgainError);
  chain.whileAsked = async () => {};
  assert.equal((await openAnswer(asked, await post(asked))).epoch, 5);
});

test("a deadline is not past, and five minutes ahead at most", async (t) => {
  const { sample, post } = await setUp(t);
  for (const deadline of [NOW_SEC - 1, NOW_SEC + 301])
    assert.equal(await codeOf(post(await sample({ deadline }))), "expired");
  for (const deadline of [NOW_SEC, NOW_SEC + 300]) await post(await sample({ deadline }));
});

test("an ephemeral key of small order is refused, and uses no nonce up", async (t) => {
  const { sample, post } = await setUp(t);
  const asked = await sample({ ephemeralKey: pad("0x00") });
  for (let n = 0; n < 2; n += 1) assert.equal(await codeOf(post(asked)), "malformed");
});

test("what cannot be remembered is not answered, nor what the chain does not say; the same request is answered later", async (t) => {
  const { sample, post, chain } = await setUp(t);
  const asked = await sample();
  chain.disk = "gone";
  await assert.rejects(post(asked), /gone/);
  chain.disk = "there";
  chain.whileAsked = () => Promise.reject(new TryAgainError("no chain"));
  await assert.rejects(post(asked), /no chain/);
  chain.whileAsked = async () => {};
  await post(asked);
  assert.equal(await codeOf(post(asked)), "replayed");
});

test("in a drill a node lies so that its answer convicts it", async (t) => {
  const { sample, post } = await setUp(t, { isLying: true });
  const asked = await sample();
  const { result, challenge, response, epoch, index } = await openAnswer(asked, await post(asked));
  const { base } = readCapsule(curve, hexToBytes(asked.body.capsule as Hex))!;
  const member = { committeeId, epoch, index, point: dealt.points[1]! };
  assert.equal(verifyPartial(curve, member, base, { result: pointAt(result)!, challenge, response }), false);
});
