// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesToHex, type Hex, pad } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { runCli } from "../commands/testing/runCli.ts";
import { createNativeCurve } from "../curve/nativeCurve.ts";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { asEnvironment } from "../localnet/roleSettings.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { freePolicy } from "../sdk/access/terms.ts";
import { capsuleAt } from "../sdk/content/capsules.ts";
import { coordinatesOf, pointAt } from "../sdk/encryption/curve.ts";
import { dealShares } from "../sdk/encryption/shares.ts";
import { openShare, sealShare } from "./shares/shareFile.ts";
import { placeShare, shareNames } from "./shares/shareFolder.ts";
import { dealTo, newActor, publishSealed } from "./testing/meteredWork.ts";
import { openAnswer, type SampleRequest, sampleRequest } from "./testing/sampleRequest.ts";
import { publicKeyOf, testKeyholderSettings } from "./testing/startTestKeyholder.ts";

const curve = createNativeCurve();
let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

/** A committee of one, a free work sealed to it, and the settings of its node, whose process the test starts. */
async function setUp() {
  const owner = await newActor(devchain);
  const settings = await testKeyholderSettings(devchain, { logLevel: "debug" });
  const memberKey = publicKeyOf(settings.key);
  const env = asEnvironment(settings);
  return { owner, settings, env, memberKey, node: privateKeyToAccount(settings.key).address };
}

const isReady = async ({ url }: { url: string }) => (await fetch(`${url}/ready`)).ok;
const answers = async ({ url }: { url: string }) => (await metric(url, "committees")) === 1;

async function post({ url }: { url: string }, { body }: SampleRequest) {
  const response = await fetch(`${url}/v1/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, Hex> };
}

test("KEY-1: killed after an answer, a node answers that request never again, and others; a share is imported, proven and shown to nobody", async (t) => {
  const { owner, settings, env, memberKey, node } = await setUp();
  const first = await spawnRole(t, "keyholder", env);
  // members register before the committee names them
  await waitFor("the registration", () => isReady(first));
  const dealt = await dealTo(devchain, owner, { threshold: 1, memberKeys: [memberKey] });
  const { work, contentId } = await publishSealed(owner, dealt, freePolicy());
  const [shareFile] = dealt.files as [(typeof dealt.files)[0]];
  const share = openShare(curve, settings.key, shareFile);

  const path = join(devchain.directory, "share-1.json");
  writeFileSync(path, JSON.stringify(shareFile));
  const operator = { TRIBUTARY_KEY: settings.key, TRIBUTARY_DATA_DIR: settings.dataDir };
  const said: string[] = [];
  const run = async (args: string[], given: Record<string, string> = operator) => {
    const { code, out, err } = await runCli(args, { env: given });
    said.push(out, err);
    return { code, out: out.trim(), err };
  };
  assert.equal((await run(["keyholder", "import", path, "--dry-run"])).code, 0);
  assert.deepEqual(shareNames(settings.dataDir), []);
  const imported = await run(["keyholder", "import", path]);
  assert.equal(imported.out, `committee ${dealt.committeeId} epoch 0 place 1`);
  await waitFor("the running node to find its share", () => answers(first));

  const capsule = bytesToHex(capsuleAt(work.manifest!, 0, 0)!);
  const viewer = privateKeyToAccount(generatePrivateKey());
  const { chainId, contracts } = devchain.deployment;
  const asking = {
    ...{ contract: { chainId, keyRegistry: contracts.KeyRegistry }, committeeId: dealt.committeeId },
    ...{ publicKey: pointAt(dealt.terms.publicKey)!, viewer, node, nowSec: Math.floor(Date.now() / 1000) },
  };
  const request = () =>
    sampleRequest(curve, asking, { contentId, generation: 0, rendition: 0, period: 0n, capsule });
  const [one, other] = [await request(), await request()];
  const answered = await post(first, one);
  assert.equal(answered.status, 200);
  assert.equal((await openAnswer(one, answered.json as never)).epoch, 0);
  await first.end("SIGKILL");

  const second = await spawnRole(t, "keyholder", env);
  await waitFor("the node to answer again", () => answers(second));
  const replayed = await post(second, one);
  assert.deepEqual([replayed.status, replayed.json.code], [409, "replayed"]);
  assert.equal((await post(second, other)).status, 200);

  const challenge = pad("0x5a");
  const drill = ["keyholder", "prove", "--committee", dealt.committeeId, "--challenge", challenge];
  const proof = await run(drill);
  const proofPath = join(devchain.directory, "proof.json");
  const chain = { TRIBUTARY_RPC_URL: devchain.rpcUrl, TRIBUTARY_DEPLOYMENT: devchain.deployment.path };
  const verify = async (text: string) => {
    writeFileSync(proofPath, text);
    return run(["committee", "verify", proofPath], chain);
  };
  assert.match(
    (await verify(proof.out)).out,
    new RegExp(`^${node} holds the key share of place 1 .* ${challenge}$`),
  );
  const other2 = proof.out.replace(challenge, pad("0x5b"));
  assert.match((await verify(other2)).err, /does not show the key share/);
  assert.equal(await second.end("SIGTERM"), 0);

  // no key, share or answer in anything that was written
  const written = readdirSync(settings.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString("latin1"));
  const all = [first.said(), second.said(), ...said, ...written].join("\n").toLowerCase();
  assert.match(all, /keyholder started/);
  const secrets = [
    share.toString(16),
    share.toString(10),
    settings.key.slice(2),
    String(one.body.signature).slice(2),
  ];
  for (const secret of [...secrets, answered.json.ciphertext!.slice(2)])
    assert.ok(!all.includes(secret.toLowerCase()));
});

test("A11: restored from an old backup, a node refuses to mix epochs; with the new share it answers, and erases the old", async (t) => {
  const { owner, settings, env, memberKey, node } = await setUp();
  const first = await spawnRole(t, "keyholder", env);
  await waitFor("the registration", () => isReady(first));
  const dealt = await dealTo(devchain, owner, { threshold: 1, memberKeys: [memberKey] });
  placeShare(settings.dataDir, dealt.files[0]!);
  await waitFor("the node to answer", () => answers(first));
  const backup = join(devchain.directory, "backup");
  cpSync(join(settings.dataDir, "shares"), backup, { recursive: true });

  // another dealing, in the place of a refresh: to the node, any new share is one
  const { committeeId } = dealt;
  const again = dealShares(curve, { threshold: 1, size: 1 });
  const points = again.points.map(coordinatesOf);
  await owner.client.committee.refreshSync({ committeeId, threshold: 1, members: [node], points });
  await waitFor("the node to see the epoch", async () => !(await answers(first)));
  assert.match(await (await fetch(`${first.url}/ready`)).text(), /no key share of committee .* epoch 1/);
  placeShare(
    settings.dataDir,
    sealShare(curve, memberKey, { committeeId, epoch: 1, index: 1 }, again.shares[0]!),
  );
  await waitFor("the node to answer by the new share", () => answers(first));
  await waitFor("the old share to be erased", async () => shareNames(settings.dataDir).length === 1);
  assert.equal(await first.end("SIGTERM"), 0);

  rmSync(join(settings.dataDir, "shares"), { recursive: true });
  cpSync(backup, join(settings.dataDir, "shares"), { recursive: true });
  const restored = await spawnRole(t, "keyholder", env);
  await waitFor("the node to look", async () => (await metric(restored.url, "head_block")) > 0);
  const { chainId, contracts } = devchain.deployment;
  const asked = await sampleRequest(curve, {
    ...{ contract: { chainId, keyRegistry: contracts.KeyRegistry }, committeeId, node },
    ...{ publicKey: pointAt(dealt.terms.publicKey)!, viewer: privateKeyToAccount(generatePrivateKey()) },
    nowSec: Math.floor(Date.now() / 1000),
  });
  const { status, json } = await post(restored, asked);
  assert.deepEqual([status, json.code], [503, "try_again"]);
  assert.equal((await fetch(`${restored.url}/ready`)).status, 503);
  assert.equal(shareNames(settings.dataDir).length, 1, "the backup's share is kept, whatever an RPC says");
});
