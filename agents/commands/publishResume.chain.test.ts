// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Hex, PrivateKeyAccount } from "viem";
import { afterAll, beforeAll, describe, test } from "vitest";
import { startTestEdge } from "../edge/testing/startTestEdge.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { hasFfmpeg } from "../publisher/ladder/testing/hasFfmpeg.ts";
import { makeSource, picture, sound } from "../publisher/ladder/testing/sources.ts";
import type { Moment } from "./testing/dieAt.ts";
import { runCli } from "./testing/runCli.ts";

const DIE_AT = fileURLToPath(new URL("testing/dieAt.ts", import.meta.url));

/** In the order in which a work comes about, so that each run gets as far as its own. */
const MOMENTS: Moment[] = [
  { event: "write extras/poster.jpg", when: "half" },
  { event: "write 48p/init.mp4", when: "after" },
  { event: "write 48p/0.m4s", when: "half" },
  { event: "write 48p/3.m4s", when: "after" },
  { event: "write 48p/done.json.part", when: "half" },
  { event: "rename 48p/done.json", when: "after" },
  { event: "write audio-2/1.m4s", when: "after" },
  { event: "rename audio-2/done.json", when: "before" },
  // the fingerprint
  { event: "read 48p/0.m4s", when: "after" },
  { event: "read audio-2/3.m4s", when: "before" },
  // encrypting and hashing
  { event: "read 48p/0.m4s", nth: 2, when: "after" },
  { event: "read audio-2/3.m4s", nth: 2, when: "after" },
  { event: "send eth_sendRawTransaction", when: "before" },
  { event: "send eth_sendRawTransaction", when: "after" },
  { event: "send leaves", when: "before" },
  { event: "send leaves", nth: 2, when: "after" },
  { event: "send chunk", when: "before" },
  { event: "send chunk", when: "after" },
  { event: "send chunk", nth: 3, when: "after" },
  { event: "write cars/1-audio-2.car.part", when: "after" },
];

describe.skipIf(!hasFfmpeg)("publishing", () => {
  let devchain: Devchain;
  let ada: { account: PrivateKeyAccount; key: Hex };
  let film: string;
  let log: string;
  const edges: Awaited<ReturnType<typeof startTestEdge>>[] = [];
  beforeAll(async () => {
    devchain = await startDevchain();
    ada = await devchain.newAccount();
    for (let count = 0; count < 2; count++) edges.push(await startTestEdge(devchain));
    log = join(devchain.directory, "events");
    // 42 chunks to send, more than two runs have on their way when they are killed
    film = makeSource(
      join(devchain.directory, "film.mkv"),
      [picture("64x48", 10, 20), sound(20), sound(20, 880)],
      ...[0, 1, 2].flatMap((input) => ["-map", `${input}`]),
    );
  });
  afterAll(async () => {
    for (const edge of edges) await edge.stop();
    await devchain?.stop();
  });

  /** Publishes the film, until `moment` where one is given; what happened stands in `events` then. */
  async function publish(dataDir: string, moment?: Moment) {
    const before = readEvents().length;
    const env = {
      TRIBUTARY_RPC_URL: devchain.rpcUrl,
      TRIBUTARY_DEPLOYMENT: devchain.deployment.path,
      TRIBUTARY_KEY: ada.key,
      TRIBUTARY_DATA_DIR: join(devchain.directory, dataDir),
      NODE_OPTIONS: `--import=${DIE_AT}`,
      EVENTS: log,
      ...(moment && { DIE_AT: JSON.stringify(moment) }),
    };
    const cars = join(devchain.directory, dataDir, "cars");
    const args = ["publish", film, "--payee", ada.account.address, "--rate", "0.01", "--car", cars];
    const ended = await runCli(args, { env, cwd: devchain.directory });
    return { ...ended, events: readEvents().slice(before) };
  }
  const readEvents = () => readFileSync(log, "utf8").trimEnd().split("\n");
  const sentBy = () => devchain.anvil.client.getTransactionCount({ address: ada.account.address });

  test("killed at 20 moments, it goes on each time, and comes to the work that it comes to in one go", async () => {
    writeFileSync(log, "");
    for (const moment of MOMENTS) {
      const { code, out, err } = await publish("killed", moment);
      assert.deepEqual([code, out], [null, ""], `${JSON.stringify(moment)}: ${err}`);
    }
    const { code, out: work, err } = await publish("killed");
    assert.equal(code, 0, err);
    assert.match(work, /^0x[0-9a-f]{64}#k=[\w-]{43}\n$/);
    assert.equal(await sentBy(), 1);
    // what was done is not encoded again
    const all = readEvents();
    for (const rendition of ["extras", "48p", "audio-2"]) {
      const done = all.indexOf(`rename ${rendition}/done.json`);
      assert.ok(done > 0, rendition);
      assert.ok(!all.slice(done).some((event) => event.startsWith(`write ${rendition}/`)), rendition);
    }

    const inOneGo = await publish("whole");
    assert.deepEqual([inOneGo.code, inOneGo.out], [0, work], inOneGo.err);
    for (const car of ["0-48p.car", "1-audio-2.car"]) {
      const [killed, whole] = ["killed", "whole"].map((dataDir) =>
        readFileSync(join(devchain.directory, dataDir, "cars", car)),
      );
      assert.ok(killed!.equals(whole!), car);
    }
    // the root on chain and every chunk on every edge are those of a run that nobody disturbed
    assert.equal(await sentBy(), 1);
    assert.deepEqual(
      inOneGo.events.filter((event) => /^send (leaves|chunk|eth_sendRaw)/.test(event)),
      ["send leaves", "send leaves"],
    );
  });
});
