// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEther } from "viem";
import { test } from "vitest";
import { startDevchain } from "../localnet/devchain.ts";
import { asEnvironment, roleSettings } from "../localnet/roleSettings.ts";
import { serveFiles } from "../localnet/serveFiles.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { wav } from "../publisher/testing/wav.ts";
import { startCli } from "./testing/runCli.ts";

test("once no edge is alive, a work is watched and paid for from a web server alone, and an edge that is new fills from it", async (t) => {
  const devchain = await startDevchain();
  t.onTestFinished(() => devchain.stop());
  const startRole = async (role: string, own: { mirrors?: string } = {}) => {
    const { key } = await devchain.newAccount(parseEther("1000"));
    const settings = asEnvironment(roleSettings(devchain, { key, ...own }));
    return spawnRole(t, role, { ...settings, TRIBUTARY_BOND: "1000", TRIBUTARY_RESERVE_BYTES: "0" });
  };
  const { account, key } = await devchain.newAccount(parseEther("10"));
  const sequencer = await startRole("sequencer");
  const edge = await startRole("edge");
  const path = (name: string) => join(devchain.directory, name);
  const tributary = async (...args: string[]) => {
    const env = {
      ...{ TRIBUTARY_RPC_URL: devchain.rpcUrl, TRIBUTARY_DEPLOYMENT: devchain.deployment.path },
      ...{ TRIBUTARY_KEY: key, TRIBUTARY_DATA_DIR: path("wallet"), TRIBUTARY_SEQUENCER: sequencer.url },
    };
    return startCli(args, { env, cwd: devchain.directory }).ended;
  };
  const film = wav(700_001);
  writeFileSync(path("film.wav"), film);
  const terms = ["--payee", account.address, "--rate", "0.01", "--mirror", path("mirror")];
  const published = await tributary("publish", path("film.wav"), ...terms);
  assert.equal(published.code, 0, published.err);
  await edge.end("SIGKILL");
  const { url, close } = await serveFiles(path("mirror"));
  t.onTestFinished(close);
  const link = published.out.trim();
  const refused = await tributary("watch", link);
  assert.match(refused.err, /No edge served chunk 0/);
  const watched = await tributary("watch", link, "--mirror", url, "--out", path("watched.wav"));
  assert.equal(watched.code, 0, watched.err);
  assert.ok(readFileSync(path("watched.wav")).equals(film));

  await startRole("edge", { mirrors: url });
  const again = await tributary("watch", link, "--out", path("again.wav"));
  assert.equal(again.code, 0, again.err);
  assert.ok(readFileSync(path("again.wav")).equals(film));
});
