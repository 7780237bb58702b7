// SPDX-License-Identifier: GPL-3.0-or-later
// The page as `npm start` serves it, on a chain with one sequencer and two edges, and without a story.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { publishFile } from "../../commands/testing/publishFile.ts";
import { connectChain } from "../../kernel/chain/chain.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { asEnvironment, roleSettings } from "../../localnet/roleSettings.ts";
import type { Scope } from "../../localnet/scope.ts";
import { serveFiles } from "../../localnet/serveFiles.ts";
import { spawnRole } from "../../localnet/spawnRole.ts";
import { PATIENCE_MS } from "../../localnet/waitFor.ts";
import { findBrowser } from "../../sdk/testing/browser/findBrowser.ts";
import { walletScript } from "../../sdk/testing/browser/walletScript.ts";
import { createFaucet, GIFT } from "../faucet.ts";
import { pageFiles } from "../page/buildPage.ts";
import type { DeploymentBody } from "../routes.ts";
import { startDevnetServer } from "../server.ts";
import { type CommitteeMakeup, startCommittee } from "./sealedWork.ts";

const ARGS = [
  "--no-sandbox",
  "--autoplay-policy=no-user-gesture-required",
  "--mute-audio",
  "--disable-dev-shm-usage",
  // two pages on one machine, which may have no network, and no multicast to find each other's hidden addresses
  "--allow-loopback-in-peer-connection",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/**
 * What a browser says of answers by a status: a sequencer knows no channel before its first voucher; an edge takes no work before it is
 * final on chain, and has no chunk before it came.
 */
const EXPECTED = [
  // a proof's first nonce comes with a refusal, and what is not right is refused
  /status of (401|403) .*\/v1\/(proofs|passkeys|totp|recovery-codes|sign-ins|refreshes|devices|factors|audit|sessions?)\b\S*$/,
  // a period is asked for before it is paid
  /status of 402 .*\/v1\/periods$/,
  /status of 404 .*\/v1\/(vouchers|channels\/0x[0-9a-f]{64})$/,
  // an actor's first operation may come before its block
  /status of 425 .*\/v1\/interactions$/,
  // this prover is none
  /status of 404 .*\/v1\/segments\/0\/snapshot$/,
  /status of (409 .*\/v1\/content\/0x[0-9a-f]{64}|404 .*\/v1\/content\/0x[0-9a-f]{64}\/chunks\/\S+)$/,
];

export type PageFixture = Awaited<ReturnType<typeof startPageFixture>>;

export async function startPageFixture(makeup?: CommitteeMakeup) {
  const closing: (() => unknown)[] = [];
  const scope = { onTestFinished: (work: () => unknown) => void closing.push(work) };
  const devchain = await startDevchain();
  const role = async (name: string, settings: Record<string, string>, streamWei = 0n) => {
    const { key } = await devchain.newAccount(streamWei);
    return spawnRole(scope, name, { ...asEnvironment(roleSettings(devchain, { key })), ...settings });
  };
  const edge = () => role("edge", { TRIBUTARY_BOND: "1000" }, GIFT.streamWei);
  const patient = {
    ...{ TRIBUTARY_SETTLE_IDLE_SEC: "3600", TRIBUTARY_SETTLE_MINIMUM_WEI: "0", TRIBUTARY_BOND: "1000" },
    TRIBUTARY_INTERACTION_WAIT_SEC: "0",
  };
  const sequencer = await role("sequencer", patient, GIFT.streamWei);
  const edges = [await edge(), await edge()];
  const committee = await startCommittee(scope, devchain, makeup);
  const files = await pageFiles();
  const server = await startDevnetServer(0, undefined, () => files);
  const url = `http://localhost:${server.port}`;
  const signin = await startSignIn(scope, devchain, url);
  const [browser, wallet] = await Promise.all([
    chromium.launch({ executablePath: findBrowser()!, args: ARGS }),
    walletScript(devchain.rpcUrl),
  ]);
  const purse = await devchain.newAccount(10n * GIFT.streamWei);
  const { path: deploymentPath, contracts, startBlock } = devchain.deployment;
  const faucet = createFaucet(
    await connectChain({
      ...{ rpcUrl: devchain.rpcUrl, contracts: ["StreamToken"], deploymentPath },
      account: privateKeyToAccount(purse.key),
    }),
  );
  const deployment: DeploymentBody = {
    ...{ chainId: 31_337, rpcUrl: devchain.rpcUrl, startBlock: Number(startBlock), contracts, works: [] },
    urls: {
      ...{ sequencer: sequencer.url, prover: sequencer.url, watchtower: sequencer.url, faucet: server.url },
      edges: edges.map(({ url }) => url),
      keyholders: committee.nodes.map(({ url }) => url),
      signin: signin.url,
    },
  };

  return {
    ...{ devchain, sequencer, edges, files, role, committee, signin, url },
    /** The agents run: the server stops to say that it starts. */
    open: () => server.open({ deployment: () => deployment, faucet }),

    /** Publishes a file, by a publisher of its own. */
    publish: (file: string, rate: string, terms: Omit<Parameters<typeof publishFile>[2], "rate"> = {}) =>
      publishFile(devchain, file, { rate, ...terms }),

    /** Serves a directory, and adds its server to the deployment's mirrors. @returns The server's URL. */
    async mirror(directory: string) {
      const { url, close } = await serveFiles(directory);
      closing.push(close);
      deployment.urls.mirrors = [...(deployment.urls.mirrors ?? []), url];
      return url;
    },

    /** A visitor's own browser. `faults` grows with each console error, violation of the policy and unhandled error. */
    async visitor(options: BrowserContextOptions = {}, given?: { walletKey: Hex; behaviour?: object }) {
      const context = await browser.newContext(options);
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", ({ stack, message }) => faults.push(stack ?? message));
      page.on("console", (message) => {
        const said = `${message.text()} ${message.location().url}`;
        if (message.type() === "error" && !EXPECTED.some((one) => one.test(said))) faults.push(said);
      });
      await page.addInitScript(
        `document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => console.error("policy", effectiveDirective, blockedURI));`,
      );
      if (given) await page.addInitScript(`Object.assign(globalThis, ${JSON.stringify(given)});\n${wallet}`);
      return { page, faults, leave: () => context.close() };
    },

    async close() {
      await browser.close();
      await server.close(0);
      for (const work of closing.reverse()) await work();
      await devchain.stop();
    },
  };
}

/** The sign-in service of the page at `appUrl`. */
function startSignIn(scope: Scope, { rpcUrl, deployment, directory }: Devchain, appUrl: string) {
  return spawnRole(scope, "signin", {
    TRIBUTARY_RPC_URL: rpcUrl,
    TRIBUTARY_DEPLOYMENT: deployment.path,
    TRIBUTARY_DATA_DIR: join(directory, "signin"),
    TRIBUTARY_PORT: "0",
    // passkeys need a name
    TRIBUTARY_HOST: "localhost",
    TRIBUTARY_APP_URL: appUrl,
    TRIBUTARY_LOG_LEVEL: "silent",
  });
}

/** What axe finds that is serious, as sentences. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate("axe.run()")) as {
    violations: { id: string; impact: string; help: string; nodes: { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`);
}

const NARROW_PX = [320, 360, 390];

/** The elements that make the page scroll sideways on a narrow phone, as sentences. */
export async function sidewaysFaults(page: Page): Promise<string[]> {
  const before = page.viewportSize()!;
  const faults: string[] = [];
  for (const width of NARROW_PX) {
    await page.setViewportSize({ width, height: before.height });
    const wide = (await page.evaluate(`document.documentElement.scrollWidth <= innerWidth ? [] : [
      document.documentElement.scrollWidth + " px wide",
      ...[...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth)
        .map(({ outerHTML }) => outerHTML.slice(0, 80)),
    ]`)) as string[];
    if (wide.length > 0) faults.push(`at ${width} px: ${wide.join(", ")}`);
  }
  await page.setViewportSize(before);
  return faults;
}
