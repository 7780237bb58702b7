// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { createClient, custom, hexToBytes, isAddressEqual } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { onTestFinished, test } from "vitest";
import { foundry } from "../chain/foundry.ts";
import { recoverKeyholder } from "../committees/partialDecryption.ts";
import { capsuleAt, withCapsules } from "../content/capsules.ts";
import type { Manifest } from "../content/manifestFields.ts";
import { manifest as sample } from "../content/testing/sampleManifest.ts";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { deferred } from "../wire/deferred.ts";
import { sealCapsule } from "./capsule.ts";
import type { Committee, CommitteeMember } from "./committee.ts";
import { CapsuleUnusable, KeyDenied, KeyUnavailable } from "./committeeErrors.ts";
import { type CommitteeKeysParameters, committeeKeys } from "./committeeKeys.ts";
import { coordinatesOf, FIELD, type Point, pointAt } from "./curve.ts";
import type { SignedFalsehood } from "./gatherKey.ts";
import { nobleCurve as curve } from "./nobleCurve.ts";
import { mod, ORDER } from "./scalars.ts";
import { dealShares } from "./shares.ts";
import {
  COMMITTEE_ID,
  CONTRACTS,
  type KeyNodes,
  type Misbehaviour,
  sendJson,
  startKeyNodes,
} from "./testing/keyNodes.ts";

const work = { contentId: `0x${"ab".repeat(32)}`, generation: 2 } as const;
const key = sampleBytes(32, 1);
const viewer = privateKeyToAccount(generatePrivateKey());

/** No node of a chain: whoever asked it would fail. */
const { chainId, ...addresses } = CONTRACTS;
const contracts = Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, { address }]));
const client = createClient({
  chain: { ...foundry, id: chainId, contracts },
  transport: custom({ request: assert.fail }),
});

/** The sample work with the key of each period sealed to `publicKey`. */
function sealedTo(publicKey: Point): Manifest {
  return withCapsules(sample, COMMITTEE_ID, (periods, rendition) =>
    periods.map((period) =>
      sealCapsule(curve, publicKey, { committeeId: COMMITTEE_ID, ...work, rendition, period }, key),
    ),
  );
}

async function nodesWith(
  misbehaviours: (Misbehaviour | undefined)[] = [],
  shape?: Parameters<typeof startKeyNodes>[1],
): Promise<KeyNodes & { manifest: Manifest }> {
  const nodes = await startKeyNodes(misbehaviours, shape);
  onTestFinished(nodes.close);
  return { ...nodes, manifest: sealedTo(nodes.dealt.publicKey) };
}

function asking(nodes: KeyNodes & { manifest: Manifest }, more: Partial<CommitteeKeysParameters> = {}) {
  const lies: SignedFalsehood[] = [];
  const keys = committeeKeys({
    ...{ client, viewer: viewer.address, signer: viewer },
    getCommittee: async () => nodes.committee,
    onLiar: (lie) => void lies.push(lie),
    // a busy machine's honest nodes are not late
    timeoutMs: 300_000,
    ...more,
  });
  const ask = (manifest: Manifest | undefined = nodes.manifest, signal?: AbortSignal) =>
    keys.periodKey({ ...work, manifest }, 0, 0, signal);
  return { ask, lies };
}

const refuses = (status: number, code: string, detail: string): Misbehaviour => ({
  respond: (_, response) => sendJson(response, status, { code, detail }),
});
const hangs: Misbehaviour = { respond() {} };
/** Answers honestly once `gate` opens. */
const after = (gate: Promise<unknown>): Misbehaviour => ({
  respond: async (_, response, honest) => {
    await gate;
    sendJson(response, 200, await honest());
  },
});
/** Another point than the true one, with the proof of the true one. */
const liesInResult: Misbehaviour = {
  answer: (answer) => ({ ...answer, result: coordinatesOf(curve.mulG(7n)) }),
};

/** A committee in which two nodes wait until somebody is caught: three answers, one of them false, come first. */
async function withLiar(...liars: Misbehaviour[]) {
  const caught = deferred<void>();
  const nodes = await nodesWith([
    ...liars,
    ...Array(3 - liars.length).fill(undefined),
    after(caught.promise),
    after(caught.promise),
  ]);
  const lies: SignedFalsehood[] = [];
  const { ask } = asking(nodes, {
    onLiar: (lie) => {
      lies.push(lie);
      if (lies.length === liars.length) caught.resolve();
    },
  });
  return { nodes, lies, ask };
}

test("the first three of five give the key; each node is asked for itself, and whoever is late is let go", async () => {
  const nodes = await nodesWith([hangs, hangs]);
  const { ask, lies } = asking(nodes, { evidence: async ({ period }) => `0x0${period}` });
  assert.deepEqual(await ask(), key);
  assert.deepEqual(lies, []);
  assert.equal(nodes.asked.length, 5);
  const { signature: _, ...first } = nodes.asked[0]!;
  assert.deepEqual([first.evidence, first.period, first.viewer], ["0x00", "0", viewer.address]);
  assert.deepEqual(hexToBytes(first.capsule), capsuleAt(nodes.manifest, 0, 0));
  for (const field of ["node", "nonce", "signature"] as const)
    assert.equal(new Set(nodes.asked.map((body) => body[field])).size, 5);
  // the hung ones hear that nobody waits
  while (nodes.abortedCount() < 2) await new Promise((resolve) => setImmediate(resolve));
});

test("KEY-3: a node that lies in its result is named with a proof that its operator signed, and the key is found without it", async () => {
  const { nodes, lies, ask } = await withLiar(liesInResult);
  assert.deepEqual(await ask(), key);
  const [lie, ...others] = lies;
  assert.equal(others.length, 0);
  const liar = nodes.committee.members[0]!;
  assert.equal(lie!.node.address, liar.address);
  const signer = await recoverKeyholder(CONTRACTS, lie!.answer, lie!.signature);
  assert.ok(isAddressEqual(signer!, liar.address));
  // the hints are those of the answer: R₁, z·u and c·D
  const { base, result, challenge, response } = lie!.answer;
  const at = (coordinates: typeof base) => pointAt(coordinates)!;
  assert.deepEqual(lie!.hints, {
    commitment: coordinatesOf(
      curve.sum([
        { point: curve.mulG(response), scalar: 1n },
        { point: nodes.dealt.points[0]!, scalar: ORDER - challenge },
      ])!,
    ),
    blindedBase: coordinatesOf(curve.mul(at(base), response)),
    challengedResult: coordinatesOf(curve.mul(at(result), challenge)),
  });
});

test("a node that lied is asked no more, unless too few others are left", async () => {
  const { nodes, lies, ask } = await withLiar(liesInResult);
  await ask();
  nodes.asked.length = 0;
  assert.deepEqual(await ask(), key);
  const [liar, ...others] = nodes.committee.members.map(({ address }) => address);
  assert.ok(nodes.asked.every(({ node }) => node !== liar));
  assert.equal(lies.length, 1);
  // two of four answer
  nodes.misbehaviours.splice(
    0,
    5,
    undefined,
    refuses(500, "a", "down"),
    refuses(500, "a", "down"),
    undefined,
    undefined,
  );
  (nodes.committee.members as CommitteeMember[]).splice(
    1,
    2,
    ...nodes.committee.members.slice(1, 3).map((one) => ({ ...one, endpoint: "" })),
  );
  assert.equal(others.length, 4);
  assert.deepEqual(await ask(), key);
  assert.ok(nodes.asked.some(({ node }) => node === liar));
});

test.for<[string, Misbehaviour]>([
  ["in its result", liesInResult],
  ["with the result of another base", { base: coordinatesOf(curve.mulG(5n)) }],
  ["with a result that is no point", { answer: (answer) => ({ ...answer, result: { x: 5n, y: 5n } }) }],
  ["with a result out of range", { answer: (answer) => ({ ...answer, result: { x: FIELD, y: 1n } }) }],
  ["with a result of zeros", { answer: (answer) => ({ ...answer, result: { x: 0n, y: 0n } }) }],
  [
    "with proofs of 0",
    { answer: (answer) => ({ ...liesInResult.answer!(answer), challenge: 0n, response: 0n }) },
  ],
  [
    "with proofs of n",
    { answer: (answer) => ({ ...liesInResult.answer!(answer), challenge: ORDER, response: ORDER }) },
  ],
])("KEY-3: a node that lies %s is named, and nobody else", async ([, misbehaviour]) => {
  const { nodes, lies, ask } = await withLiar(misbehaviour);
  assert.deepEqual(await ask(), key);
  assert.deepEqual(
    lies.map(({ node }) => node.address),
    [nodes.committee.members[0]!.address],
  );
});

test("KEY-3: two liars are both named, one of them in its proof alone", async () => {
  const inProof: Misbehaviour = { answer: (answer) => ({ ...answer, response: mod(answer.response + 1n) }) };
  const { nodes, lies, ask } = await withLiar(liesInResult, inProof);
  assert.deepEqual(await ask(), key);
  assert.deepEqual(
    new Set(lies.map(({ node }) => node.address)),
    new Set(nodes.committee.members.slice(0, 2).map(({ address }) => address)),
  );
});

test("what proves nothing names no liar: garbage, another's answer, another's signature, a replay; and the key is found", async () => {
  const stranger = generatePrivateKey();
  const bad: Record<string, Misbehaviour> = {
    "no JSON": { respond: (_, response) => response.end("<html>") },
    "a JSON of nothing": { respond: (_, response) => sendJson(response, 200, null) },
    "bytes that do not open": {
      respond: (_, response) =>
        sendJson(response, 200, {
          encapsulatedKey: `0x${"09".repeat(32)}`,
          ciphertext: `0x${"00".repeat(214)}`,
        }),
    },
    "a key of small order": {
      respond: (_, response) =>
        sendJson(response, 200, {
          encapsulatedKey: `0x${"00".repeat(32)}`,
          ciphertext: `0x${"00".repeat(214)}`,
        }),
    },
    "an endless answer": { respond: (_, response) => response.end(`"${"x".repeat(20_000)}"`) },
    "an answer that is cut": { plaintext: (bytes) => bytes.slice(1) },
    "an answer that was changed after it was signed": {
      plaintext: (bytes) => bytes.with(10, bytes[10]! ^ 1),
    },
    "an answer that another signed": { ...liesInResult, signer: stranger },
    "a lie as another member": { answer: (answer) => ({ ...liesInResult.answer!(answer), index: 2 }) },
    "a lie as no member": { answer: (answer) => ({ ...liesInResult.answer!(answer), index: 9 }) },
    "a lie of another committee": { answer: (answer) => ({ ...liesInResult.answer!(answer), epoch: 9 }) },
  };
  for (const [what, misbehaviour] of Object.entries(bad)) {
    // two more nodes are down: all others are needed
    const nodes = await nodesWith([misbehaviour, hangs]);
    const getCommittee = async (_: unknown, epoch = 0): Promise<Committee> => {
      if (epoch > 0) throw new Error("no such epoch");
      return nodes.committee;
    };
    const { ask, lies } = asking(nodes, { getCommittee });
    assert.deepEqual(await ask(), key, what);
    assert.deepEqual(lies, [], what);
  }
});

test("an answer to another request does not open, nor does another member's", async () => {
  const kept = deferred<Awaited<ReturnType<Parameters<NonNullable<Misbehaviour["respond"]>>[2]>>>();
  const first = await nodesWith([
    {
      respond: async (_, response, honest) => {
        kept.resolve(await honest());
        sendJson(response, 200, await kept.promise);
      },
    },
  ]);
  assert.deepEqual(await asking(first).ask(), key);
  const replay: Misbehaviour = {
    respond: async (_, response) => sendJson(response, 200, await kept.promise),
  };
  first.misbehaviours.splice(0, 5, replay, replay, replay);
  const { ask, lies } = asking(first);
  await assert.rejects(ask(), (error: KeyUnavailable) => {
    assert.ok(error instanceof KeyUnavailable);
    assert.equal(error.retryable, false);
    assert.match(error.message, /does not open/);
    return true;
  });
  assert.deepEqual(lies, []);
});

test("shares of two epochs do not mix: old answers are left, and new ones open by themselves", async () => {
  // the same secret would be in both; here the old one is another altogether, which is no better
  const nodes = await nodesWith([], { epoch: 1 });
  const old: Misbehaviour = { answer: (answer) => ({ ...liesInResult.answer!(answer), epoch: 0 }) };
  nodes.misbehaviours[0] = old;
  nodes.misbehaviours[1] = old;
  const known = asking(nodes);
  assert.deepEqual(await known.ask(), key);
  // whoever knows the committee as it was takes the new answers too
  const former = { ...nodes.committee, epoch: 0, members: nodes.committee.members.toReversed() };
  const getCommittee = async (_: unknown, epoch = 0) => (epoch === 1 ? nodes.committee : former);
  nodes.misbehaviours.splice(0, 2, hangs, hangs);
  const { ask, lies } = asking(nodes, { getCommittee });
  assert.deepEqual(await ask(), key);
  assert.deepEqual(lies, []);
});

test("KEY-3: a liar of a new epoch is judged by that epoch's points", async () => {
  const caught = deferred<void>();
  const nodes = await nodesWith(
    [liesInResult, undefined, undefined, after(caught.promise), after(caught.promise)],
    {
      epoch: 1,
    },
  );
  const points = dealShares(curve, { threshold: 3, size: 5 }).points.map(coordinatesOf);
  const members = nodes.committee.members.map((member, at) => ({ ...member, point: points[at]! }));
  const former = { ...nodes.committee, epoch: 0, members };
  const getCommittee = async (_: unknown, epoch = 0) => (epoch === 1 ? nodes.committee : former);
  const lies: SignedFalsehood[] = [];
  const onLiar = (lie: SignedFalsehood) => {
    lies.push(lie);
    caught.resolve();
  };
  assert.deepEqual(await asking(nodes, { getCommittee, onLiar }).ask(), key);
  assert.deepEqual(
    lies.map(({ node, answer }) => [node.address, answer.epoch]),
    [[nodes.committee.members[0]!.address, 1]],
  );
});

test("KEY-3: a refresh may change how many are needed, and no place that there is none of stops the others", async () => {
  const nodes = await nodesWith([], { threshold: 4, epoch: 1 });
  const former = { ...nodes.committee, epoch: 0, threshold: 3 };
  const getCommittee = async (_: unknown, epoch = 0) => (epoch === 1 ? nodes.committee : former);
  assert.deepEqual(await asking(nodes, { getCommittee }).ask(), key);
  for (const index of [0, 2, 6, 17, 255]) {
    nodes.misbehaviours[0] = { answer: (answer) => ({ ...liesInResult.answer!(answer), index }) };
    const { ask, lies } = asking(nodes, { getCommittee });
    assert.deepEqual(await ask(), key, `${index}`);
    assert.deepEqual(lies, []);
  }
});

test("answers of an epoch that cannot be read just now clear and accuse nobody: the same call can succeed later", async () => {
  const nodes = await nodesWith([liesInResult], { threshold: 5, epoch: 1 });
  const former = { ...nodes.committee, epoch: 0 };
  const getCommittee = async (_: unknown, epoch = 0) => {
    if (epoch === 1) throw new Error("the RPC is down");
    return former;
  };
  const { ask, lies } = asking(nodes, { getCommittee });
  await assert.rejects(ask(), (error: KeyUnavailable) => {
    assert.ok(error instanceof KeyUnavailable && error.retryable);
    assert.match(error.message, /answered in epoch 1, which cannot be read/);
    return true;
  });
  assert.deepEqual(lies, []);
});

test("nodes that are down are no liars: the same call can succeed later, and says who did not answer", async () => {
  const nodes = await nodesWith([
    refuses(503, "try_again", "the chain does not answer"),
    { respond: (_, response) => response.destroy() },
    refuses(500, "internal", "a fault"),
    hangs,
    hangs,
  ]);
  const { ask, lies } = asking(nodes);
  await assert.rejects(ask(), (error: KeyUnavailable) => {
    assert.ok(error instanceof KeyUnavailable);
    assert.equal(error.retryable, true);
    assert.equal(error.failures.length, 3);
    assert.match(error.message, /needs 3 of 5 nodes.*the chain does not answer/);
    return true;
  });
  assert.deepEqual(lies, []);
  nodes.misbehaviours.splice(0, 5);
  assert.deepEqual(await ask(), key);
});

test.each([
  ["closes a connection", (response: ServerResponse) => void response.destroy()],
  ["leaves a request unanswered", () => {}],
])("a node that %s costs nobody its answer: it is asked once more, by another request", async (_, fail) => {
  let failed = 0;
  const failsOnce = (): Misbehaviour => {
    let isFirst = true;
    return {
      async respond(_, response, honest) {
        if (!isFirst) return sendJson(response, 200, await honest());
        isFirst = false;
        failed += 1;
        fail(response);
      },
    };
  };
  const nodes = await nodesWith(Array.from({ length: 5 }, failsOnce));
  const { ask } = asking(nodes, { timeoutMs: 3_000 });
  assert.deepEqual(await ask(), key);
  assert.equal(failed, 5);
  assert.equal(new Set(nodes.asked.map(({ nonce }) => nonce)).size, nodes.asked.length);
});

test("nodes that hang are given up after a time: the same call can succeed later", async () => {
  const nodes = await nodesWith(Array(5).fill(hangs));
  const { ask, lies } = asking(nodes, { timeoutMs: 50 });
  await assert.rejects(ask(), (error) => error instanceof KeyUnavailable && error.retryable === true);
  assert.deepEqual(lies, []);
});

test("while the shares are refreshed, some nodes answer in one epoch and some in the next: that passes, and nobody lied", async () => {
  const former: Misbehaviour = { answer: (answer) => ({ ...answer, epoch: 0 }) };
  const nodes = await nodesWith([former, former, undefined, undefined, refuses(503, "try_again", "later")], {
    epoch: 1,
  });
  const { ask, lies } = asking(nodes);
  await assert.rejects(ask(), (error: KeyUnavailable) => {
    assert.ok(error instanceof KeyUnavailable && error.retryable);
    assert.match(error.message, /needs 3 of 5 nodes.*later; the others answered in different epochs/);
    return true;
  });
  assert.deepEqual(lies, []);
});

test("a viewer whose clock is wrong is told to set it", async () => {
  const late = refuses(400, "expired", "the deadline is past");
  const { ask } = asking(await nodesWith(Array(5).fill(late)));
  await assert.rejects(ask(), /the deadline is past.*set this device's clock right/);
});

test("a viewer whom the policy does not let in hears that at once, in the nodes' words, and is not sent to try again", async () => {
  const words = "0x… has not paid for period 0\u001b[31m";
  const denies = refuses(403, "no_access", words);
  const nodes = await nodesWith([denies, denies, denies, hangs, hangs]);
  const { ask } = asking(nodes);
  await assert.rejects(ask(), (error: KeyDenied) => {
    assert.ok(error instanceof KeyDenied);
    assert.equal(error.retryable, false);
    assert.match(error.message, /has not paid for period 0\?\[31m/);
    return true;
  });
  // two that read an older block do not decide
  nodes.misbehaviours.splice(0, 5, denies, denies);
  assert.deepEqual(await ask(), key);
  // one that denies and two that are down: nobody knows what the down ones would say
  nodes.misbehaviours.splice(
    0,
    5,
    denies,
    refuses(503, "try_again", "later"),
    refuses(503, "try_again", "later"),
  );
  await assert.rejects(ask(), (error: KeyUnavailable) => error instanceof KeyUnavailable && error.retryable);
  // what is refused for another reason is no word of the policy
  const refused = refuses(400, "wrong_capsule", "the capsule is of another work");
  nodes.misbehaviours.splice(0, 5, refused, refused, refused);
  await assert.rejects(ask(), (error: KeyUnavailable) => error instanceof KeyUnavailable && !error.retryable);
});

test("a work without a committee, a capsule that is none, and one that holds something else, are said to be unusable", async () => {
  const nodes = await nodesWith();
  const { ask, lies } = asking(nodes);
  const { ask: askOther } = asking(nodes);
  await assert.rejects(ask(sample), CapsuleUnusable);
  await assert.rejects(ask({ ...nodes.manifest, committee: undefined }), CapsuleUnusable);
  const blank = withCapsules(sample, COMMITTEE_ID, (periods) => periods.map(() => new Uint8Array(162)));
  await assert.rejects(ask(blank), /malformed/);
  assert.equal(nodes.asked.length, 0);
  // a true proof, and the mask of another committee's key
  const other = sealedTo(dealShares(curve, { threshold: 1, size: 1 }).publicKey);
  await assert.rejects(askOther(other), /holds something else/);
  assert.deepEqual(lies, []);
});

test("whoever ends the asking is obeyed, before and while nodes are asked", async () => {
  const nodes = await nodesWith([hangs, hangs, hangs]);
  const { ask } = asking(nodes);
  await assert.rejects(ask(undefined, AbortSignal.abort(new Error("over"))), /over/);
  assert.equal(nodes.asked.length, 0);
  const ending = new AbortController();
  let waited: AbortSignal | undefined;
  const patient = asking(nodes, {
    evidence: (_, signal) => {
      waited = signal;
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  const unpaid = new AbortController();
  const waiting = patient.ask(undefined, unpaid.signal);
  unpaid.abort(new Error("never paid"));
  await assert.rejects(waiting, /never paid/);
  assert.equal(waited, unpaid.signal);
  assert.equal(nodes.asked.length, 0);
  const asked = ask(undefined, ending.signal);
  while (nodes.asked.length < 5) await new Promise((resolve) => setImmediate(resolve));
  ending.abort(new Error("the viewer left"));
  await assert.rejects(asked, /the viewer left/);
  while (nodes.abortedCount() < 3) await new Promise((resolve) => setImmediate(resolve));
});

test("after a failure, the committee is read again: its members may have changed", async () => {
  const [gone, present] = [await nodesWith(Array(5).fill(hangs)), await nodesWith()];
  for (const at of gone.misbehaviours.keys())
    gone.misbehaviours[at] = refuses(404, "unknown_committee", "moved");
  let reads = 0;
  const getCommittee = async () => (reads++ === 0 ? gone : present).committee;
  const { ask } = asking(present, { getCommittee });
  await assert.rejects(ask(), KeyUnavailable);
  assert.deepEqual(await ask(), key);
  assert.deepEqual(await ask(), key);
  assert.equal(reads, 2);
});

test("a member without an endpoint is not asked, and keeps its place: a liar behind it is named all the same", async () => {
  const nodes = await nodesWith([undefined, undefined, undefined, undefined, liesInResult]);
  const members = nodes.committee.members.map((member, at) =>
    at === 2 || at === 3 ? { ...member, endpoint: "" } : member,
  );
  const { ask, lies } = asking(nodes, { committee: { ...nodes.committee, members } });
  await assert.rejects(ask(), /nobody serves in its place/);
  assert.equal(nodes.asked.length, 3);
  assert.deepEqual(
    lies.map(({ node }) => node.address),
    [nodes.committee.members[4]!.address],
  );
});

test("a committee that is expected is read at once; one that is known is not read at all", async () => {
  const nodes = await nodesWith();
  let reads = 0;
  const getCommittee = async () => {
    reads += 1;
    return nodes.committee;
  };
  const expecting = asking(nodes, { getCommittee, committee: COMMITTEE_ID });
  assert.equal(reads, 1);
  assert.deepEqual(await expecting.ask(), key);
  const knowing = asking(nodes, { getCommittee, committee: nodes.committee });
  assert.deepEqual(await knowing.ask(), key);
  assert.equal(reads, 1);
});

test("a delegate signs for the viewer, whose word goes with the request", async () => {
  const delegate = privateKeyToAccount(generatePrivateKey());
  const bodies: unknown[] = [];
  const takes: Misbehaviour = {
    respond: (body, response) => {
      bodies.push((body as { delegation?: unknown }).delegation);
      sendJson(response, 403, { code: "no_access", detail: `${body.viewer}` });
    },
  };
  const nodes = await nodesWith(Array(5).fill(takes));
  const delegation = { expiresAt: 7, signature: "0x12" } as const;
  await assert.rejects(asking(nodes, { signer: delegate, delegation }).ask(), new RegExp(viewer.address));
  assert.deepEqual(bodies[0], delegation);
});
