// SPDX-License-Identifier: GPL-3.0-or-later
import { addAbortListener } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { privateKeyToAccount } from "viem/accounts";
import { connectChain } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import type { Screen } from "../kernel/terminal/screen.ts";
import { ANVIL_KEYS } from "../localnet/anvil.ts";
import { deployContracts, REPOSITORY } from "../localnet/deploy.ts";
import { requireFreePort, startChain } from "../localnet/port.ts";
import { releaseAllocation } from "../localnet/releaseAllocation.ts";
import { CONTRACT_NAMES } from "../sdk/contracts.generated.ts";
import { startAgents } from "./agents.ts";
import { type PageFiles, pageFiles } from "./page/buildPage.ts";
import { mediaFiles, requireDurations, requireSpace } from "./preflight.ts";
import { prepare } from "./prepare.ts";
import { Processes } from "./processes.ts";
import { makeRunDirectory } from "./runDirectory.ts";
import { drawBoard } from "./screen/board.ts";
import { readSamples } from "./screen/samples.ts";
import { summarise } from "./screen/summary.ts";
import { VIEWER, watchLine } from "./screen/watchLine.ts";
import { keepStored, logsOf, requireSecrecy } from "./secrecy.ts";
import { startDevnetServer } from "./server.ts";
import { devnetOf, type ServedWork } from "./serving.ts";
import { Cast } from "./story/cast.ts";
import { publishFilm } from "./story/encore.ts";
import { tellStory } from "./story/story.ts";
import { demandPiece, longAgoSec } from "./story/withholding.ts";

/** The longest wait for answers under way. */
const CLOSE_MS = 1_000;
const DEATH_KNOWN_WITHIN_MS = 500;

export type DevnetOptions = {
  /** Files to publish; the clips of this repository when empty. */
  media: readonly string[];
  /** The chain's port; by default 8545, or any free port when that is taken. */
  port: number | undefined;
  /** The port of the deployment and the faucet; by default 8600, or any free port when that is taken. */
  httpPort: number | undefined;
  /** The most seconds of a work that each viewer watches. */
  seconds: number;
  /** Ends after the summary. */
  once: boolean;
};

/**
 * Runs the main job: the whole protocol on a local chain. Rejects with the reason of any failure, and in any case ends
 * every process that the run started.
 */
export async function runDevnet(options: DevnetOptions, screen: Screen, signal: AbortSignal): Promise<void> {
  const files = mediaFiles(options.media);
  await requirePorts(options);
  let page: PageFiles = new Map();
  const server = await startDevnetServer(options.httpPort, options.port, () => page);
  const pageUrl = `http://localhost:${server.port}`;
  const directory = makeRunDirectory(join(REPOSITORY, ".tributary"));
  const broken = new AbortController();
  const ended = AbortSignal.any([signal, broken.signal]);
  const stops: (() => unknown)[] = [];
  let finished = false;
  try {
    requireSpace(directory, files);
    await requireDurations(files);
    page = await pageFiles(() => screen.say("Building the page: some seconds, after a change alone."));
    screen.say(
      page.size > 0 ? `The page: ${pageUrl}\n` : "There is no page: its builder, Vite, is not installed.\n",
    );
    await prepare(screen, ended);

    const anvil = await startChain(options.port, longAgoSec(Date.now() / 1_000));
    stops.push(() => anvil.stop());
    anvil.process.once("exit", () =>
      broken.abort(new Error("The chain has ended: anvil no longer runs. Start again.")),
    );
    const deploymentPath = join(directory, "deployment.json");
    const deployment = { rpcUrl: anvil.rpcUrl, deployerKey: ANVIL_KEYS[0], deploymentPath, signal: ended };
    await screen.during(
      "deploying the contracts",
      () => deployContracts(deployment),
      () => `a chain at ${anvil.rpcUrl}, with every contract deployed`,
    );
    const chain = await connectChain({ rpcUrl: anvil.rpcUrl, contracts: CONTRACT_NAMES, deploymentPath });
    const token = chain.deployment.contracts.StreamToken;
    const cast = new Cast(anvil, token, privateKeyToAccount(ANVIL_KEYS[0]));
    await screen.during(
      "distributing the supply of STREAM",
      () => releaseAllocation(anvil.client, cast.holder, chain.deployment, "creators"),
      () => "the supply is distributed 45/20/15/10/10; a tenth of each allocation vests at launch",
    );

    const processes = new Processes(directory, ended, (error) => broken.abort(error));
    stops.push(() => processes.stopAll());
    const place = { processes, directory, rpcUrl: anvil.rpcUrl, deploymentPath };
    const challenging = await cast.make("challenger");
    const withholding = await demandPiece({
      ...{ place, anvil: anvil.client, chain, cast, challenging, screen, signal: ended },
    });
    const agents = await screen.during(
      "starting the agents",
      () => startAgents(place, { cast, challenging, files, pageUrl }),
      ({ all }) => `${all.length} agents run, each a process of its own`,
    );
    stops.push(drawBoard(screen, agents.all));
    const works: ServedWork[] = [];
    const devnet = await devnetOf({ cast, chain, rpcUrl: anvil.rpcUrl, agents, works, url: server.url });
    server.open(devnet);

    const onPublished = (work: ServedWork) => works.push(work);
    const telling = {
      ...{ onPublished, files, seconds: options.seconds, chain, agents, cast, directory, pageUrl, screen },
      signal: ended,
    };
    const story = await tellStory(telling);
    const proving = await readSamples(agents.prover.url);
    const settlements = {
      proofs: proving.sum("proof_seconds_count"),
      seconds: proving.sum("proof_seconds_sum"),
    };
    await summarise(screen, chain, story, settlements, devnet.faucet.gifts);
    await keepStored(cast.secrets, agents, directory);
    requireSecrecy(cast.secrets, [...logsOf([...agents.all, withholding]), { by: "run", text: screen.said }]);
    screen.say(`None of ${cast.secrets.count} secrets stands in what the run and its agents wrote.`);
    finished = true;
    if (!options.once) {
      if (page.size > 0) await publishFilm(telling, story.keys.committeeId, onPublished);
      screen.say(`The chain is ${anvil.rpcUrl}, its contracts are in ${deploymentPath}.`);
      if (page.size > 0) screen.say(`Watch, and pay by the second, at ${pageUrl}`);
      screen.say(
        `Pages read all of it at ${server.url}/v1/deployment, and get STREAM at ${server.url}/v1/faucet.`,
      );
      screen.table([["agent", "address"], ...agents.all.map(({ name, url }) => [name, url])]);
      screen.say("\nTo watch a work as a viewer of your own, copy this line into another terminal:\n");
      screen.command(
        await watchLine({ cast, rpcUrl: anvil.rpcUrl, deploymentPath, directory, agents, story }),
      );
      screen.say(
        `\nThe viewer's wallet is in ${join(directory, VIEWER)}. All of it stays up. Ctrl-C ends it.`,
      );
      await new Promise((_, reject) => addAbortListener(ended, () => reject(ended.reason)));
    }
  } catch (error) {
    // an agent's death says more than the failures that follow, and may be reported a moment after them
    if (!ended.aborted) await sleep(DEATH_KNOWN_WITHIN_MS);
    if (broken.signal.aborted) throw broken.signal.reason;
    if (!signal.aborted) throw error;
  } finally {
    screen.close();
    // no request may wait for a chain that has ended
    await server.close(CLOSE_MS);
    for (const stop of stops.reverse()) await stop();
    // once an agent runs, its log holds the reason
    if (finished || signal.aborted || stops.length === 0) rmSync(directory, { recursive: true, force: true });
  }
}

async function requirePorts({ port, httpPort }: DevnetOptions): Promise<void> {
  if (port && port === httpPort) {
    throw new UserError(
      `The chain and the deployment cannot both listen on port ${port}.`,
      "Give --port and --http-port different ports, or leave one out.",
    );
  }
  await requireFreePort(port);
  await requireFreePort(httpPort, "--http-port");
}
