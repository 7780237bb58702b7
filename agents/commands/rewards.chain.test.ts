// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { formatEther, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { startScene } from "../interactions/testing/interactionScene.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { runCli } from "./testing/runCli.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

const RESERVE = parseEther("20000000");
const SECONDS = 900;
const UNITS = 1_000;
const WATCHED_WEI = 900n * 10n ** 14n;
const HELPED_WEI = 1_000n * 65_536n * 50_000_000n;
const burned = (paid: bigint) => (paid * 101n + 99n) / 100n;

test("a viewer and its peer are paid to the wei for what was signed, posted, final and backed; the rest returns", async (t) => {
  const { people, actors, sequencer, liar, postSigned, claim } = await startScene(devchain);
  const [viewer, peer] = actors as [(typeof actors)[0], (typeof actors)[0]];
  await people.publish(sequencer);
  const key = await liar.vesting.getAllocationGrant({ allocation: "viewers" });
  await liar.vesting.releaseSync({ key });
  assert.equal(await liar.reward.getRewardReserve({}), RESERVE);

  const backer = await devchain.newAccount(parseEther("10"));
  const stranger = await devchain.newAccount(0n);
  const env = (who: typeof backer) => ({
    ...{ TRIBUTARY_RPC_URL: devchain.rpcUrl, TRIBUTARY_DEPLOYMENT: devchain.deployment.path },
    ...{ TRIBUTARY_KEY: who.key, TRIBUTARY_DATA_DIR: scratchDir(t) },
  });
  const [backing, claiming] = [env(backer), env(stranger)];
  const rewards = async (environment: typeof backing, ...args: string[]) => {
    const { code, out, err } = await runCli(["rewards", ...args], { env: environment });
    assert.equal(code, 0, err);
    return { out, err };
  };
  const nobody = await runCli(["rewards", "back", backer.account.address, "--epoch", "1", "--amount", "1"], {
    env: backing,
  });
  assert.equal(nobody.code, 1);
  assert.match(nobody.err, /takes no part in interactions/);

  // half an hour into an epoch, so that so much can have been watched
  const now = await people.pass(1);
  const postedAt = await people.pass(3_600 - (now % 3_600) + 1_800);
  const epoch = Math.floor(postedAt / 3_600);
  const posted = await postSigned([
    { operation: { kind: "play", actor: 0, work: 0, seconds: SECONDS }, version: 0 },
    { operation: { kind: "peer", actor: 0, target: 1, slot: 0, units: UNITS }, version: epoch },
  ]);

  const back = ["back", viewer.account.address, "--epoch", `${epoch}`, "--amount"];
  await rewards(backing, ...back, "1", "--dry-run");
  assert.equal(await devchain.balanceOf(backer.account.address), parseEther("10"));
  assert.match(
    (await rewards(backing, ...back, "1")).out,
    /^1 STREAM back watching of actor 0 in epoch \d+\n$/,
  );
  await rewards(backing, ...back, "2", "--kind", "help");
  assert.equal(await devchain.balanceOf(backer.account.address), parseEther("7"));

  const { assertion } = await claim(posted, posted.roots, { by: sequencer });
  const toViewer = ["claim", "--account", viewer.account.address];
  const early = await rewards(claiming, ...toViewer);
  assert.deepEqual([early.out, early.err], ["", `Nothing is due to ${viewer.account.address}.\n`], "REW-4");
  await people.pass(await liar.interaction.getWindow({}));
  await liar.interaction.confirmSync({ assertion });

  const shown = await rewards(backing, "show", "--json");
  const rows = shown.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    rows.map(({ payee, owedWei, paidWei, leftWei, dueWei }) => [payee, owedWei, paidWei, leftWei, dueWei]),
    [
      [viewer.account.address, `${WATCHED_WEI}`, "0", `${parseEther("1")}`, `${WATCHED_WEI}`],
      [peer.account.address, `${HELPED_WEI}`, "0", `${parseEther("2")}`, `${HELPED_WEI}`],
    ],
  );

  // somebody else claims for the viewer
  const due = `${formatEther(WATCHED_WEI)} STREAM for watching in epoch ${epoch}\n`;
  const dry = await rewards(claiming, ...toViewer, "--dry-run");
  assert.equal(dry.out, `${viewer.account.address} is due ${due}`);
  assert.equal(await people.balanceOf(viewer), 0n);
  assert.equal((await rewards(claiming, ...toViewer)).out, `${viewer.account.address} was paid ${due}`);
  await rewards(claiming, "claim", "--account", peer.account.address);
  assert.equal(await people.balanceOf(viewer), WATCHED_WEI);
  assert.equal(await people.balanceOf(peer), HELPED_WEI);
  assert.equal((await rewards(claiming, ...toViewer)).out, "", "REW-2");
  assert.equal(await liar.reward.getRewardReserve({}), RESERVE - WATCHED_WEI - HELPED_WEI);
  assert.match(
    (await rewards(backing, "show")).out,
    /help to actor 0 +\d+ +0x\w+ +0\.0032768 +0\.0032768 +1\.\d+ +0\n$/,
  );

  const held = await rewards(backing, "take-back");
  assert.equal(held.out, "");
  assert.match(held.err, /STREAM of watching of actor 0 in epoch \d+ return from \d{4}-/);
  const { timestamp } = await liar.getBlock();
  await people.pass(Number((await liar.reward.getReturnsAt({ epoch })) - timestamp));
  await rewards(backing, "take-back", "--dry-run");
  assert.equal(await devchain.balanceOf(backer.account.address), parseEther("7"));
  assert.equal((await rewards(backing, "take-back")).out.split("\n").length, 3);
  const kept = parseEther("10") - burned(WATCHED_WEI) - burned(HELPED_WEI);
  assert.equal(await devchain.balanceOf(backer.account.address), kept);
  assert.equal(await liar.reward.getEscrowed({}), 0n, "REW-3");
});
