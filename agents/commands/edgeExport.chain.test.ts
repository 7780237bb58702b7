// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEther } from "viem";
import { test } from "vitest";
import { registerSample, storeSample } from "../edge/testing/publishSample.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { startDevchain } from "../localnet/devchain.ts";
import { asEnvironment, roleSettings } from "../localnet/roleSettings.ts";
import { serveFiles } from "../localnet/serveFiles.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { wav } from "../publisher/testing/wav.ts";
import { startCli } from "./testing/runCli.ts";

const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

test("what a running edge holds is written as `publish --mirror` writes it, goes on where it stopped, and plays from a web server alone", async (t) => {
  const devchain = await startDevchain();
  t.onTestFinished(() => devchain.stop());
  const path = (name: string) => join(devchain.directory, name);
  const startRole = async (role: string, own: Record<string, string> = {}) => {
    const { key } = await devchain.newAccount(parseEther("1000"));
    const settings = asEnvironment(roleSettings(devchain, { key, ...own }));
    return spawnRole(t, role, { ...settings, TRIBUTARY_BOND: "1000", TRIBUTARY_RESERVE_BYTES: "0" });
  };
  const { account, key } = await devchain.newAccount(parseEther("10"));
  const sequencer = await startRole("sequencer");
  const edge = await startRole("edge", { dataDir: path("edge") });
  const tributary = (...args: string[]) => {
    const env = {
      ...{ TRIBUTARY_RPC_URL: devchain.rpcUrl, TRIBUTARY_DEPLOYMENT: devchain.deployment.path },
      ...{ TRIBUTARY_KEY: key, TRIBUTARY_DATA_DIR: path("wallet"), TRIBUTARY_SEQUENCER: sequencer.url },
    };
    return startCli(args, { env, cwd: devchain.directory }).ended;
  };
  const exported = (...ids: string[]) =>
    tributary("edge", "export", path("exported"), ...ids, "--data-dir", path("edge"));

  const film = wav(700_001);
  writeFileSync(path("film.wav"), film);
  const published = await tributary(
    ...[
      "publish",
      path("film.wav"),
      "--payee",
      account.address,
      "--rate",
      "0.01",
      "--mirror",
      path("mirror"),
    ],
  );
  assert.equal(published.code, 0, published.err);
  const link = published.out.trim();
  const contentId = link.split("#")[0]!;
  const operator = { operator: account.address, endpoint: edge.url };
  const plain = await registerSample(devchain, [70, 65_536, 1_000]);
  await storeSample(operator, plain);
  const part = await registerSample(devchain, [80, 65_536], 9);
  await storeSample(operator, part);
  const partFolder = join(path("edge"), "content", part.content.contentId);
  rmSync(join(partFolder, "1"));

  const first = await exported();
  assert.equal(first.code, 0, first.err);
  assert.deepEqual(first.out.trim().split("\n").sort(), [contentId, plain.content.contentId].sort());
  assert.match(
    first.err,
    new RegExp(`${part.content.contentId} was left out: 1 of its 2 chunks are not on disk`),
  );
  const written = filesIn(join(path("exported"), "v1/content", contentId));
  const mirrored = filesIn(join(path("mirror"), "v1/content", contentId));
  assert.deepEqual(
    written.map((file) => file.replace(path("exported"), "")),
    mirrored.map((file) => file.replace(path("mirror"), "")),
  );
  for (const [at, file] of written.entries())
    assert.ok(readFileSync(file).equals(readFileSync(mirrored[at]!)));
  assert.deepEqual(
    readdirSync(join(path("exported"), "v1/content", plain.content.contentId, "chunks")).sort(),
    ["0-0", "1-1", "2-2"],
  );

  // cut short, or of another tree: written again; the others stay
  const [cut, other] = written.filter((file) => /chunks/.test(file)) as [string, string];
  writeFileSync(cut, readFileSync(cut).subarray(0, -1));
  writeFileSync(other, readFileSync(other).fill(7, 6, 20));
  const again = await exported(contentId);
  assert.match(again.err, /: \d+ files, 2 of them new/);
  for (const [at, file] of written.entries())
    assert.ok(readFileSync(file).equals(readFileSync(mirrored[at]!)));

  await edge.end("SIGKILL");
  const { url, close } = await serveFiles(path("exported"));
  t.onTestFinished(close);
  const watched = await tributary("watch", link, "--mirror", url, "--out", path("watched.wav"));
  assert.equal(watched.code, 0, watched.err);
  assert.ok(readFileSync(path("watched.wav")).equals(film));

  // refusals: a work in part that was named, a damaged chunk, a work that is not there, a disk that takes nothing
  const named = await exported(part.content.contentId);
  assert.equal(named.code, 1);
  assert.match(named.err, /1 of its 2 chunks .*\nNot every work was exported\. The edge fetches/);
  const chunk = join(path("edge"), "content", contentId, "2");
  writeFileSync(chunk, readFileSync(chunk).fill(1, 0, 9));
  rmSync(path("exported"), { recursive: true });
  const damaged = await exported();
  assert.equal(damaged.code, 1);
  assert.match(damaged.err, new RegExp(`${contentId} was left out: chunk 2 is damaged\\.`));
  assert.equal(damaged.out.trim(), plain.content.contentId);
  const leaves = join(path("exported"), "v1/content", contentId, "leaves");
  assert.throws(() => readFileSync(leaves), /ENOENT/);
  const absent = await exported(`0x${"77".repeat(32)}`);
  assert.match(absent.err, /has nothing of the work 0x7777.*\. Check the id and --data-dir\./);
});

test("a directory that is no edge's, and an id that is none, are refused in plain words", async (t) => {
  const directory = scratchDir(t);
  const run = (...args: string[]) => startCli(["edge", "export", ...args]).ended;
  const none = await run(join(directory, "out"), "--data-dir", join(directory, "nothing"));
  assert.equal(none.code, 1);
  assert.match(
    none.err,
    /nothing is not the data directory of an edge: it has no folder content\. Name the edge's/,
  );
  assert.deepEqual(readdirSync(directory), []);
  mkdirSync(join(directory, "content"));
  const malformed = await run(join(directory, "out"), "0x12", "--data-dir", directory);
  assert.match(malformed.err, /^0x12 is not the id of a work\. Give 0x and 64 hex digits\.$/m);
});
