// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { exec, execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { createPublicClient, createWalletClient, http } from "viem";
import { generatePrivateKey, privateKeyToAccount, privateKeyToAddress } from "viem/accounts";
import { test } from "vitest";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { REPOSITORY } from "../localnet/deploy.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { wav } from "../publisher/testing/wav.ts";
import { contentRegistryAbi, streamTokenAbi } from "../sdk/abis.generated.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { getSequencer } from "../sdk/content/getSequencer.ts";
import { deployments } from "../sdk/deployment/deployments.generated.ts";
import { getDeployment } from "../sdk/deployment/getDeployment.ts";
import { requestTokens } from "../sdk/deployment/requestTokens.ts";
import { allGone, DevnetRun, RUNS } from "./testing/devnetRun.ts";
import { quickStart } from "./testing/quickStart.ts";
import { runExamples } from "./testing/runExamples.ts";

const RIGHT = /^All \d+ sums over the chain are right to the wei\.$/m;
const AGENTS = [
  ...["sequencer", "prover", "challenger", "watchtower"],
  ...Array<string>(3).fill("edge"),
  ...Array<string>(5).fill("keyholder"),
  "signin",
];

/** Roles of the agents among the processes, by their command lines. */
const rolesOf = (processes: readonly { command: string }[]) =>
  processes.flatMap(({ command }) => /agents\/cli\.ts (\w+)$/.exec(command)?.[1] ?? []);

function sampleFile(t: Parameters<typeof scratchDir>[0], bytes: number): string {
  const file = join(scratchDir(t), "sample.bin");
  writeFileSync(file, wav(bytes));
  return file;
}

test("two starts at once both tell the whole story; one stays up until Ctrl-C", async (t) => {
  const [once, staying] = [new DevnetRun(t, "--once"), new DevnetRun(t)];
  // one may wait for the compiler of the other until that has ended, and take its port
  await once.said(/13 agents run, each a process of its own/);
  const processes = once.descendants();
  assert.deepEqual(rolesOf(processes).sort(), [...AGENTS].sort());
  const [, rpcUrl] = await staying.said(/a chain at (\S+), with every contract deployed/);
  await staying.said(/13 agents run/);
  await guestPays(/The page: (http:\S+)/.exec(staying.out)![1]!);

  assert.equal(await once.end(), 0, once.err);
  assert.equal(once.err, "");
  for (const line of [
    /✓ an edge kept back what it promised, and did not answer .* on chain: 20 STREAM of its 1000 STREAM are gone/,
    /✓ published colony\.mp4: 5 s in 13 chunks on 3 edges, paying split 0 \(2 collaborators\)/,
    /✓ 5 viewers watched 24 s, 2\.8 MB, each chunk verified; .*Violet.* met a bad one, and got it from another edge/,
    /✓ 15 operations were posted; a false state, asserted for 0\.1 ETH, fell by one transaction of [\d,]+ gas/,
    /✓ the true state is final: 5 likes, and every root is what execution leads to/,
    /✓ 5 viewers got 0\.\d+ STREAM of the viewers' allocation for what they watched, and 0\.\d+ STREAM of who backed it are burned/,
    /✓ a sealed clip is sealed to 5 key nodes, any 3 of which open it/,
    /✓ Olga signed in by wallet, then on a new device by a passkey alone, and signed out everywhere/,
    /✓ Kira got the keys of the 2 periods that she paid for, with keyholder-4 down, and none after/,
    /✓ key nodes gave keys under 14 policies, to whomever each lets in, and to nobody else/,
    /^ {2}A stream at 0\.001 STREAM a second +Iris +Otto$/m,
    /^ {2}A seat in the work's pool at 0\.001 STREAM a second +Iris +Otto$/m,
    /^ {2}A purchase of edition 1 at 3 STREAM for ever +Iris +Otto$/m,
    /^ {2}A purchase of edition 2 at 0\.5 STREAM for 1 hour +Iris +Otto, whose time is over$/m,
    /^ {2}A token of the collection \S+ +Pia +Otto$/m,
    /^ {2}Not one named account +Iris +Otto$/m,
    /^ {2}Nobody +nobody +Iris, Otto$/m,
    /^ {2}One named account +Iris, Iris by her television +Otto, a television whose time is over$/m,
    /^ {2}At least 1 STREAM held, and an account on the publisher's list +Iris +Pia$/m,
    /^ {2}0\.05 STREAM for each key period, .* +Kira +Kira, unpaid$/m,
    /^None of \d{2,} secrets stands in what the run and its agents wrote\.$/m,
    /! Kira proved that http:\S+ answered with a wrong point: slashed/,
    /✓ the channels are settled: 2\.500000000000000168 STREAM of revenue/,
    /✓ 8 collaborators claimed 9 shares, each by its proof/,
    /! the challenger proved that http:\S+ signed a wrong chunk: slashed/,
    /✓ the edge that lied has lost its bond/,
    /^ {2}Ada +split 0, split 1 +\d\.\d+ STREAM$/m,
    /^ {2}0x[0-9a-fA-F]{40} +500 STREAM +500 STREAM$/m,
    /^ {2}0x[0-9a-fA-F]{40} +10 STREAM +10 STREAM$/m,
    /^ {2}AvailabilityCourt\.collect +1 +[\d,]+$/m,
    /^ {2}of a batch +\d+ +\d+\.\d$/m,
    /^ {2}of a share +9 +\d+\.\d$/m,
    /^ {2}SplitRollup\.settle +\d+ +[\d,]+$/m,
    RIGHT,
  ])
    assert.match(once.out, line);
  await allGone(processes);
  assert.equal(once.directory(), undefined);

  await staying.said(/All of it stays up\. Ctrl-C ends it\./);
  assert.match(staying.out, /^\d+ of \d+ sums .* right to the wei; the rest wait for guests/m);
  const endpoints = [...staying.out.matchAll(/^ {2}(\S+) +(http:\S+)$/gm)];
  assert.deepEqual(
    endpoints.map(([, name]) => name!.replace(/-\d/, "")),
    AGENTS,
  );
  for (const [, , url] of endpoints) assert.equal((await fetch(`${url}/health`)).status, 200);
  await pageReads(
    staying,
    endpoints.map(([, name, url]) => [name!, url!]),
    rpcUrl!,
  );
  const [line] = /^npx tributary watch .*$/m.exec(staying.out)!;
  const watched = await promisify(exec)(line, { cwd: REPOSITORY });
  const [, seen = ""] = /--out (\S+)$/.exec(line)!;
  t.onTestFinished(() => rmSync(join(REPOSITORY, seen), { force: true }));
  assert.match(watched.stdout, /^watched 5 s for \d\.\d+ STREAM, through channel 0x/);
  assert.deepEqual(
    readFileSync(join(REPOSITORY, seen)),
    readFileSync(join(REPOSITORY, "agents/devnet/clips", seen.replace("seen-", ""))),
  );
  const { works } = await getDeployment(/The page: (http:\S+)/.exec(staying.out)![1]!);
  const film = works.find(({ title }) => title === "Tides")!;
  const sealed = line.replace(/0x[0-9a-f]{64}/, film.contentId).replace(` --out ${seen}`, " --quality 480p");
  // the key nodes give the film's keys to whoever pays
  assert.match(
    (await promisify(exec)(sealed, { cwd: REPOSITORY })).stdout,
    new RegExp(`^watched ${film.durationSec} s for 0\\.24 STREAM`),
  );
  assert.match(staying.out, /^The viewer's wallet is in \/\S+\/you\./m);
  const others = staying.descendants();
  staying.child.kill("SIGINT");
  assert.equal(await staying.end(), 0);
  await allGone(others);
  assert.equal(staying.directory(), undefined);
});

/** Somebody of the page leaves money in a contract while the story runs. */
async function guestPays(url: string): Promise<void> {
  const { rpcUrl, addresses, urls } = await getDeployment(url);
  const account = privateKeyToAccount(generatePrivateKey());
  await requestTokens(urls.faucet!, { address: account.address });
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl) });
  const token = { abi: streamTokenAbi, address: addresses.streamToken } as const;
  await wallet.writeContractSync({
    ...token,
    functionName: "transfer",
    args: [addresses.paymentChannels, 1n],
  });
}

/** What a page finds at the one URL that it is given: the printed nodes, the address book's contracts, the works, tokens; and all that the docs do there. */
async function pageReads(run: DevnetRun, printed: [name: string, url: string][], chainUrl: string) {
  const [, url = ""] = /(http:\S+)\/v1\/deployment/.exec(run.out)!;
  const [, pageUrl = ""] = /^(?:Building the page.*\n)?The page: (http:\/\/localhost:\d+)\n/.exec(run.out)!;
  const page = await fetch(pageUrl);
  assert.match(await page.text(), /<title>Tributary<\/title>/);
  const { chainId, rpcUrl, addresses, urls, works } = await getDeployment(url);
  assert.deepEqual([chainId, rpcUrl, urls.faucet], [31_337, chainUrl, url]);
  const { startBlock: _, ...contracts } = addresses;
  const { startBlock, ...book } = deployments[31_337];
  assert.deepEqual(contracts, book);
  const { sequencer, prover, watchtower, edges, signin } = urls;
  const urlOf = new Map(printed);
  assert.deepEqual(
    [sequencer, prover, watchtower, signin],
    ["sequencer", "prover", "watchtower", "signin"].map((role) => urlOf.get(role)),
  );
  // the third lies
  assert.deepEqual(edges, [urlOf.get("edge-1"), urlOf.get("edge-2")]);
  const policy = page.headers.get("content-security-policy")!;
  for (const node of [rpcUrl, sequencer, signin!, ...edges])
    assert.ok(policy.includes(node), `${node} in ${policy}`);
  const client = createPublicClient({ chain: foundry, transport: http(rpcUrl) });
  assert.deepEqual(
    works.map(({ title }) => title),
    ["colony.mp4", "dunes.mp4", "rivers.mp4", "Tides"],
  );
  const registry = { address: addresses.contentRegistry, abi: contentRegistryAbi } as const;
  for (const { contentId } of works) {
    const { leafCount } = await client.readContract({
      ...registry,
      functionName: "contentOf",
      args: [contentId],
    });
    assert.ok(leafCount > 0);
    assert.equal(await getSequencer(client, { contentId, contentRegistry: registry.address }), sequencer);
  }
  const address = privateKeyToAddress(generatePrivateKey());
  const { etherWei } = await requestTokens(urls.faucet, { address });
  assert.equal(await client.getBalance({ address }), etherWei);
  await assert.rejects(requestTokens(urls.faucet, { address }), /Ask again in \d+ s/);
  assert.equal(await documented(url), "1000 STREAM, for 4 works\n");
  await runExamples(url, rpcUrl);
  const { said, unhandled } = await quickStart(url);
  assert.match(said, /^Played 5 s for 0\.5\d* STREAM\.$/);
  assert.deepEqual(unhandled, []);
}

/** What the first program of the devnet's page prints, run as it stands, against the server at `url`. */
async function documented(url: string): Promise<string> {
  const page = readFileSync(join(REPOSITORY, "docs/integrators/devnet.md"), "utf8");
  const [block = ""] = /(?: {4}.*\n|\n)+/.exec(page.slice(page.indexOf("    import ")))!;
  const program = block.replaceAll(/^ {4}/gm, "").replace("http://127.0.0.1:8600", url);
  const run = promisify(execFile);
  const args = ["--input-type=module-typescript", "-e", program];
  return (await run(process.execPath, args, { cwd: REPOSITORY })).stdout;
}

test("media that cannot be published is refused in plain sentences, before anything starts", async (t) => {
  const dir = scratchDir(t);
  const path = (name: string) => join(dir, name);
  writeFileSync(path("empty"), "");
  mkdirSync(path("directory"));
  writeFileSync(path("huge"), "");
  truncateSync(path("huge"), 4e12);
  const bad = ["missing", "empty", "directory"].flatMap((name) => ["--media", path(name)]);
  const [refused, huge] = [
    new DevnetRun(t, "--once", ...bad),
    new DevnetRun(t, "--once", "--media", path("huge")),
  ];
  assert.equal(await refused.end(), 1);
  assert.equal(
    refused.err,
    `There is no file ${path("missing")}.\n${path("empty")} is empty.\n${path("directory")} is a directory, not a file. Give --media one file with at least one byte; repeat the option for more files.\n`,
  );
  assert.equal(await huge.end(), 1);
  assert.match(
    huge.err,
    /^\/\S+ has \d+ MB free, and this run may need 12000300 MB\. Free some space, .*\n$/,
  );
  writeFileSync(path("text"), "no media");
  const silent = new DevnetRun(t, "--once", "--media", path("text"));
  assert.equal(await silent.end(), 1);
  assert.match(
    silent.err,
    /^The duration of \S+text cannot be measured: .* Give --media a file that states it: /,
  );
  for (const { out } of [refused, huge, silent]) assert.equal(out, "");
});

test("a busy port is refused before anything starts, and one port for both servers too", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  t.onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  for (const option of ["--port", "--http-port"]) {
    const run = new DevnetRun(t, "--once", option, String(port));
    assert.equal(await run.end(), 1);
    assert.equal(run.out, "");
    assert.match(
      run.err,
      new RegExp(
        `^Port ${port} is in use by another program\\. Stop that program, choose another ${option}, `,
      ),
    );
  }
  const both = new DevnetRun(t, "--once", "--port", "8611", "--http-port", "8611");
  assert.equal(await both.end(), 1);
  assert.equal(both.out, "");
  assert.match(both.err, /^The chain and the deployment cannot both listen on port 8611\. Give --port and /);
});

for (const [when, sign] of [
  ["the agents start", /a chain at/],
  ["viewers watch", /published sample\.bin/],
  ["the prover proves", /the channels are settled/],
] as const) {
  test(`Ctrl-C while ${when} ends every process`, async (t) => {
    const run = new DevnetRun(t, "--once", "--seconds", "2", "--media", sampleFile(t, 600_000));
    await run.said(sign);
    // into the step that has begun
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await waitFor("a role to run", async () => rolesOf(run.descendants()).length > 0);
    const processes = run.descendants();
    run.child.kill("SIGINT");
    assert.equal(await run.end(), 1);
    await allGone(processes);
    assert.equal(run.directory(), undefined);
    assert.doesNotMatch(run.err, /^ +at /m);
  });
}

test("an agent or a chain that dies ends the run, and says who and why", async (t) => {
  const media = sampleFile(t, 600_000);
  for (const [victim, reason] of [
    [
      /cli\.ts prover$/,
      /^The prover ended \(SIGKILL\):\n\{.*"msg":"prover started"\}\nIts whole log is (\S+)\.\n$/,
    ],
    [/anvil .*--port/, /^The chain has ended: anvil no longer runs\. Start again\.\n$/],
  ] as const) {
    const run = new DevnetRun(t, "--once", "--media", media);
    await run.said(/published sample\.bin/);
    const processes = run.descendants();
    process.kill(processes.find(({ command }) => victim.test(command))!.pid, "SIGKILL");
    assert.equal(await run.end(), 1);
    const match = reason.exec(run.err);
    assert.ok(match, run.err);
    if (match[1]) assert.ok(existsSync(match[1]), "the log is still there to read");
    await allGone(processes);
  }
});

test("what is killed leaves no process; the next start removes its directory, and takes a file of 50 MB", async (t) => {
  const media = sampleFile(t, 50_000_000);
  const killed = new DevnetRun(t, "--media", sampleFile(t, 600_000));
  await killed.said(/published sample\.bin/);
  const processes = killed.descendants();
  const directory = killed.directory();
  killed.child.kill("SIGKILL");
  await killed.end();
  await allGone(processes);
  assert.ok(directory && existsSync(join(RUNS, directory)));

  const next = new DevnetRun(t, "--once", "--media", media);
  await next.said(/a chain at/);
  assert.ok(!existsSync(join(RUNS, directory)));
  assert.equal(await next.end(), 0, next.err);
  assert.match(next.out, /published sample\.bin: 200 s in 801 chunks on 3 edges/);
  assert.match(next.out, RIGHT);
});
