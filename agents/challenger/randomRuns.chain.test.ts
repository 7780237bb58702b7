// SPDX-License-Identifier: GPL-3.0-or-later
// Random runs of a challenger's process against lies: RUNS of them, 30 by default; SEED repeats those of a report.
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesToHex, type Hex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { flipped, type Posted, startScene } from "../interactions/testing/interactionScene.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { asEnvironment, roleSettings } from "../localnet/roleSettings.ts";
import { type SpawnedRole, spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { OPERATION_BYTES, STRIDE, writeFields } from "../sdk/interactions/fields.ts";

const RUNS = Number(process.env.RUNS ?? 30);
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);

let devchain: Devchain;
let scene: Awaited<ReturnType<typeof startScene>>;
beforeAll(async () => {
  devchain = await startDevchain();
  scene = await startScene(devchain);
});
afterAll(() => devchain?.stop());

/** Bytes of operations that mostly have an effect, from actors that mostly are. */
const operation = fc
  .record({
    kind: fc.constantFrom(1, 1, 1, 2, 2, 3, 5, 7, 8, 9, 11),
    key: fc.constantFrom(0, 0, 0, 1),
    actor: fc.integer({ min: 0, max: 4 }),
    target: fc.integer({ min: 0, max: 4 }),
    value: fc.constantFrom(0, 0, 0, 5),
  })
  .map((fields) => {
    const bytes = new Uint8Array(OPERATION_BYTES);
    writeFields(bytes, fields);
    return bytes;
  });
const stride = fc.array(operation, { minLength: STRIDE, maxLength: STRIDE });
const signed = fc.record({
  operation: fc.record({
    kind: fc.constant("follow" as const),
    actor: fc.constantFrom(0, 1),
    target: fc.constantFrom(2, 3),
  }),
  version: fc.constantFrom(0, 0, 1),
});

const step = fc.oneof(
  fc.record({ does: fc.constant("post"), strides: fc.array(stride, { minLength: 1, maxLength: 3 }) }),
  fc.record({ does: fc.constant("sign"), signed: fc.array(signed, { minLength: 1, maxLength: 3 }) }),
  fc.record({ does: fc.constant("force"), signed: fc.array(signed, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    does: fc.constant("lie"),
    of: fc.nat(),
    from: fc.nat(),
    bit: fc.integer({ min: 0, max: 255 }),
  }),
  fc.record({
    does: fc.constant("lie"),
    of: fc.nat(),
    from: fc.nat(),
    bit: fc.integer({ min: 0, max: 255 }),
  }),
  fc.record({ does: fc.constant("orphan"), of: fc.nat() }),
  fc.record({ does: fc.constant("kill"), forgets: fc.boolean() }),
  fc.record({ does: fc.constant("mark") }),
  fc.record({ does: fc.constant("reorg") }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** What the chain has of a run: a reorg takes it back. */
type Told = { postings: Posted[]; lies: { id: Hex; assertion: Claim["assertion"]; posting: bigint }[] };
type Claim = Awaited<ReturnType<typeof scene.claim>>;

/** One run: steps while the challenger runs, is killed and started; then the truth is asserted, and must be what is final. */
async function run(steps: readonly Step[]): Promise<void> {
  const { client } = devchain.anvil;
  const base = await client.snapshot();
  const before = scene.remember();
  const scope: (() => unknown)[] = [];
  const { key, account } = await devchain.newAccount();
  const settings = () => asEnvironment(roleSettings(devchain, { key, roundMs: 60_000 }));
  let known = settings();
  const start = () => spawnRole({ onTestFinished: (end) => void scope.push(end) }, "challenger", known);
  let told: Told = { postings: [], lies: [] };
  let marked: { snapshot: Hex; state: ReturnType<typeof scene.remember>; told: Told } | undefined;
  let challenger: SpawnedRole = await start();
  const count = { serial: 0 };

  async function take(one: Step): Promise<void> {
    switch (one.does) {
      case "post":
        told.postings.push(await scene.postBytes(bytesToHex(Buffer.concat(one.strides.flat()))));
        return scene.untilFinal();
      case "sign":
        told.postings.push(await scene.postSigned(one.signed));
        return;
      case "force":
        told.postings.push(await scene.forceSigned(one.signed));
        return;
      case "lie":
      case "orphan": {
        const posted = told.postings[one.of % told.postings.length];
        if (!posted) return;
        // every lie another one
        count.serial += 1;
        const first = one.does === "lie" ? one.from % posted.roots.length : 0;
        const roots = posted.roots.map((root, at) =>
          at < first ? root : flipped(flipped(root, one.does === "lie" ? one.bit : 0), 100 + count.serial),
        );
        const rootBefore = one.does === "lie" ? posted.rootBefore : flipped(posted.rootBefore, count.serial);
        const lie = await scene.claim(posted, roots, { rootBefore });
        told.lies.push({ ...lie, posting: posted.number });
        return;
      }
      case "kill":
        await challenger.end("SIGKILL");
        if (one.forgets) known = settings();
        challenger = await start();
        return;
      case "mark": {
        const copy = { postings: [...told.postings], lies: [...told.lies] };
        marked = { snapshot: await client.snapshot(), state: scene.remember(), told: copy };
        return;
      }
      case "reorg":
        if (!marked) return;
        await client.revert({ id: marked.snapshot });
        scene.goBack(marked.state);
        ({ told } = marked);
        marked = undefined;
        await client.mine({ blocks: 12 });
    }
  }

  try {
    for (const one of steps) await take(one);
    const { sequencer, people } = scene;
    const honest: Claim[] = [];
    for (const posted of told.postings)
      honest.push(await scene.claim(posted, posted.roots, { by: sequencer }));
    await people.pass(await sequencer.interaction.getWindow({}));
    const verdictOf = async ({ id }: { id: Hex }) => (await sequencer.interaction.getStatus({ id })).verdict;
    // one that begins at a false root waits for the final state
    const begun = new Set(told.postings.map(({ rootBefore }) => rootBefore));
    const shown = told.lies.filter(({ assertion }) => begun.has(assertion.rootBefore));
    const are = (lies: Told["lies"], verdict: string, isSo: boolean) =>
      waitFor(`lies are ${isSo ? "" : "not "}${verdict}`, async () =>
        (await Promise.all(lies.map(verdictOf))).every((one) => (one === verdict) === isSo),
      );
    await are(shown, "pending", false);
    for (const { assertion } of honest) await sequencer.interaction.confirmSync({ assertion });
    for (const { assertion } of honest) await sequencer.interaction.collectSync({ assertion });
    await are(told.lies, "pending", false);
    await people.pass((await sequencer.interaction.getRevealTime({})) + 1);
    await are(told.lies, "paid", true);
    const { interactionRollup } = people.addresses;
    assert.equal(
      await client.getBalance({ address: interactionRollup }),
      0n,
      "paid and burned are all bonds",
    );
    const { root } = await sequencer.interaction.getNext({});
    if (told.postings.length > 0) assert.equal(root, told.postings.at(-1)!.roots.at(-1));
    const earned = await client.getBalance({ address: account.address });
    assert.ok(told.lies.length === 0 || earned > 10n ** 20n, "a challenger earns more than its gas");
  } finally {
    for (const end of scope) end();
    await client.revert({ id: base });
    scene.goBack(before);
  }
}

test(`${RUNS} random runs: whatever is posted, asserted, killed or taken back, lies die, the truth is final, and every bond goes out`, async () => {
  const steps = fc.array(step, { minLength: 4, maxLength: 12 });
  await fc.assert(fc.asyncProperty(steps, run), { numRuns: RUNS, seed: SEED, endOnFailure: true });
});
