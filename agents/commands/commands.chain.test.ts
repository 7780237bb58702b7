// SPDX-License-Identifier: GPL-3.0-or-later
// A person uses the commands on a real chain, with roles as processes: one story, told in order.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  createWalletClient,
  formatEther,
  getAbiItem,
  type Hex,
  http,
  type PrivateKeyAccount,
  parseEther,
  stringToHex,
} from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { printableLines } from "../kernel/terminal/printable.ts";
import { startRpcProxy } from "../kernel/testing/rpcProxy.ts";
import { takeAccount } from "../kernel/tx/accountLock.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { asEnvironment, roleSettings } from "../localnet/roleSettings.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { wav } from "../publisher/testing/wav.ts";
import {
  contentRegistryAbi,
  operatorRegistryAbi,
  splitRollupAbi,
  streamTokenAbi,
} from "../sdk/abis.generated.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { readAccepted } from "../sdk/channels/readAccepted.ts";
import { EDGE_ROLE } from "../sdk/content/getEdges.ts";
import { type Ended, startCli } from "./testing/runCli.ts";

/** Four seconds at this price are more than the least that PaymentChannels credits to a split. */
const RATE = "0.112345678901234567";
const DEPOSIT = "0.5";
const FEE_WEI = parseEther("0.001");
// 2.8 seconds of sound, by its bytes and not by its name
const media = wav(700_001);
const SECONDS = 3;

let devchain: Devchain;
let ada: PrivateKeyAccount;
let ben: PrivateKeyAccount;
/** Creates, opens, publishes and watches. */
let vera: { account: PrivateKeyAccount; key: Hex };
let sequencerUrl: string;
let film: string;
/** The work's id and its key. */
let contentId: string;
let channelId: string;
const closing: (() => unknown)[] = [];
const story = { onTestFinished: (work: () => unknown) => void closing.push(work) };

const path = (name: string) => join(devchain.directory, name);

/** Runs a command as Vera. */
const tributary = (...args: string[]): Promise<Ended> => started(...args).ended;

function started(...args: string[]) {
  const env = {
    TRIBUTARY_RPC_URL: devchain.rpcUrl,
    TRIBUTARY_DEPLOYMENT: devchain.deployment.path,
    TRIBUTARY_KEY: vera.key,
    TRIBUTARY_DATA_DIR: path("wallet"),
    TRIBUTARY_SEQUENCER: sequencerUrl,
  };
  return startCli(args, { env, cwd: devchain.directory });
}

/** The output of a command; throws when the command fails. */
async function said(...args: string[]): Promise<string> {
  const { code, out, err } = await tributary(...args);
  assert.equal(code, 0, err);
  return out.trim();
}

/** The complaint of a command; throws when the command succeeds, or prints more than plain sentences. */
async function complaint(...args: string[]): Promise<string> {
  const { code, out, err } = await tributary(...args);
  assert.equal(code, 1, `it was to fail, and said ${out}`);
  assert.doesNotMatch(err, /^ +at /m);
  return err.trim();
}

async function startRole(role: string, settings: Record<string, string>, streamWei = 0n) {
  const { key } = await devchain.newAccount(streamWei);
  return spawnRole(story, role, { ...asEnvironment(roleSettings(devchain, { key })), ...settings });
}

const startEdge = (reserveBytes: number) =>
  startRole(
    "edge",
    { TRIBUTARY_BOND: "1000", TRIBUTARY_RESERVE_BYTES: String(reserveBytes) },
    parseEther("1000"),
  );

beforeAll(async () => {
  devchain = await startDevchain();
  [ada, ben] = (await Promise.all([devchain.newAccount(), devchain.newAccount()]).then((people) =>
    people.map(({ account }) => account),
  )) as [PrivateKeyAccount, PrivateKeyAccount];
  vera = await devchain.newAccount(parseEther("10"));
  film = path("film.bin");
  writeFileSync(film, media);
});
afterAll(async () => {
  for (const work of closing.reverse()) await work();
  await devchain?.stop();
});

test("split create refuses what is no table, before it sends anything", async () => {
  const row = `${ada.address}:6000`;
  assert.match(
    await complaint("split", "create", row, `${ben.address}:3999`),
    /sum to 9999 bps: make them sum to 10000/,
  );
  assert.match(
    await complaint("split", "create", row, `${ben.address}:4000:1`),
    /is not a row of a split\. Give <address>:<basis points>/,
  );
  const typo = ben.address.replace(/[a-f]/i, (digit) =>
    digit === digit.toLowerCase() ? digit.toUpperCase() : digit.toLowerCase(),
  );
  assert.match(await complaint("split", "create", row, `${typo}:4000`), /check every digit/);
  assert.match(await complaint("split", "show", "0"), /Split 0 is not registered/);
});

test("split create prints the id, and writes the table that show reads", async () => {
  assert.equal(
    await said("split", "create", `${ada.address}:6000`, `${ben.address.toLowerCase()}:4000`),
    "0",
  );
  assert.deepEqual(JSON.parse(readFileSync(path("split-0.json"), "utf8")), [
    { recipient: ada.address, bps: 6_000 },
    { recipient: ben.address, bps: 4_000 },
  ]);
  assert.equal(
    await said("split", "show", "0", "--table", "split-0.json"),
    [
      `payee    0x${"0".repeat(23)}1${"0".repeat(40)}`,
      "segment  0, slot 0",
      "batches  0 settled, 0 waiting for a proof",
      "waiting  0 STREAM, until the amount is enough for a credit",
      `0  ${ada.address}  owed 0 of 0 STREAM`,
      `1  ${ben.address}  owed 0 of 0 STREAM`,
    ].join("\n"),
  );
});

test("split create never writes over another table", async () => {
  const table = readFileSync(path("split-0.json"), "utf8");
  const refused = await complaint("split", "create", `${ada.address}:10000`, "--out", "split-0.json");
  assert.match(refused, /^split-0\.json exists already/);
  assert.equal(readFileSync(path("split-0.json"), "utf8"), table);
  assert.match(await complaint("split", "show", "1"), /Split 1 is not registered/);
});

test("split create shows a table that could not take its name", async () => {
  writeFileSync(path("split-1.json"), "another");
  const err = await complaint("split", "create", `${ada.address}:10000`);
  assert.match(err, /^Split 1 is registered, but its table is not written\. split-1\.json exists already/);
  assert.ok(err.endsWith(JSON.stringify([{ recipient: ada.address, bps: 10_000 }])));
  assert.equal(readFileSync(path("split-1.json"), "utf8"), "another");
});

test("a channel is opened, shown, closed in two steps, and refunded to the wei", async () => {
  const balance = () => devchain.balanceOf(vera.account.address);
  const before = await balance();
  const id = await said("channel", "open", "--payee", "split:0", "--deposit", DEPOSIT, "--window", "900");
  assert.match(id, /^0x[0-9a-f]{64}$/);
  assert.equal(await balance(), before - parseEther(DEPOSIT));
  const shown = await said("channel", "show", id);
  assert.match(shown, /^status {3}open\npayer {4}0x/);
  assert.match(shown, new RegExp(`^payer    ${vera.account.address}$`, "m"));
  assert.match(shown, /\ndeposit {2}0\.5 STREAM\nsettled {2}0 STREAM$/);

  const stranger = await devchain.newAccount();
  const err = await complaint("channel", "close", id, "--key", stranger.key);
  assert.match(err, /^The contract refused: PaymentChannels_NotPayer\(/);
  const closesAt = /^closing: run the command again after (\S+Z) for the refund$/.exec(
    await said("channel", "close", id),
  )?.[1];
  assert.match(
    await said("channel", "show", id),
    new RegExp(`^status   closing\n.*\ncloses   ${closesAt}$`, "s"),
  );
  assert.equal(
    await complaint("channel", "close", id),
    `Channel ${id} is closing, and its payee may settle until ${closesAt}. Run the command again after that time for the refund.`,
  );
  await devchain.anvil.client.increaseTime({ seconds: 901 });
  await devchain.anvil.client.mine({ blocks: 1 });
  assert.equal(
    await said("channel", "close", id),
    `closed: ${DEPOSIT} STREAM refunded to ${vera.account.address}`,
  );
  assert.equal(await balance(), before);
  assert.match(await said("channel", "show", id), /^status {3}closed\n/);
  assert.match(await complaint("channel", "close", id), /is closed already/);
});

test("commands that send refuse an account that another process signs with", async () => {
  const { hash } = await devchain.anvil.client.getBlock({ blockNumber: 0n });
  const lock = takeAccount(vera.account.address, hash, "sequencer");
  try {
    const taken = new RegExp(`^Process ${process.pid} signs with ${vera.account.address} already\\.`);
    const table = [`${ada.address}:6000`, `${ben.address}:4000`];
    for (const command of [
      ["channel", "open", "--payee", ada.address, "--deposit", "1"],
      ["split", "create", ...table, "--out", "never.json"],
    ])
      assert.match(await complaint(...command), taken, command.join(" "));
  } finally {
    lock.release();
  }
});

test("a channel that was never opened, and what is no id, are told apart", async () => {
  assert.match(
    await complaint("channel", "show", `0x${"11".repeat(32)}`),
    /^Chain 31337 has no channel 0x1{64}\./,
  );
  assert.match(
    await complaint("channel", "close", "0x11"),
    /^0x11 is not a channel's id\. Give 0x and 64 hex digits\.$/,
  );
  const rich = await complaint("channel", "open", "--payee", "split:0", "--deposit", "11");
  assert.match(
    rich,
    /has 1\d{19} wei of the token 0x\w+, and needs 11\d{18}: nothing was sent; get 1\d{18} wei more/,
  );
  const none = await complaint("channel", "open", "--payee", "split:0", "--deposit", "0");
  assert.match(none, /PaymentChannels_NoDeposit\(\)\. .* Give a deposit\.$/);
  const nobody = await complaint("channel", "open", "--payee", "split:9", "--deposit", "1");
  assert.match(nobody, /Payouts_PayeeInvalid\(.*\)\. .* create the split first\.$/);
});

test("publish wants an edge, a file and a payee that exists", async () => {
  const publish = (...args: string[]) => complaint("publish", ...args, "--rate", RATE);
  assert.match(await publish(film, "--payee", "split:0"), /^There is no edge to publish to\. Start one/);
  await startEdge(1e15); // every disk is too full for this reserve
  assert.match(await publish("nothing.mp4", "--payee", "split:0"), /^There is no file nothing\.mp4\./);
  assert.match(await publish(".", "--payee", "split:0"), /is a directory/);
  const toNobody = ["--payee", "split:0", "--committee", `0x${"ab".repeat(32)}`] as const;
  assert.match(await publish(film, ...toNobody), /^There is no committee 0xabab/);
  assert.match(await publish(film, ...toNobody, "--plain"), /has no keys for a committee/);
  assert.match(
    await publish(film, "--payee", "split:7"),
    /would be reverted, so it was not sent: ContentRegistry_PayeeInvalid\(/,
  );
  writeFileSync(path("text"), "no media");
  assert.match(
    await publish("text", "--payee", "split:0"),
    /^The duration of text cannot be measured: .*\. Give --duration with the seconds/,
  );
  assert.match(
    await publish(film, "--payee", "split:0", "--duration", "60"),
    /plays 2\.8 s, and --duration says 60 s\. Leave --duration out/,
  );
  const full = await publish(film, "--payee", "split:0");
  assert.match(
    full,
    /No edge took all of .*refused: This edge has no space left\..*Publish it again to go on/s,
  );
});

test("publish goes on where it stopped, and is one work for ever", async () => {
  await startEdge(0);
  const publish = () => tributary("publish", film, "--payee", "split:0", "--rate", RATE, "--title", "Film");
  const first = await publish();
  assert.equal(first.code, 0, first.err);
  contentId = first.out.trim();
  assert.match(contentId, /^0x[0-9a-f]{64}#k=[\w-]{43}$/);
  assert.match(first.err, /http:\/\/127\.0\.0\.1:\d+ has no copy: .* no space left/);
  assert.equal((await publish()).out.trim(), contentId);
  const registered = await devchain.anvil.client.getLogs({
    address: devchain.deployment.contracts.ContentRegistry,
    event: getAbiItem({ abi: contentRegistryAbi, name: "ContentRegistered" }),
    fromBlock: 0n,
  });
  // without its title it was another work
  assert.equal(registered.length, 2);
});

test("watch writes the media byte for byte, and pays for each second", async () => {
  const sequencer = await startRole("sequencer", {
    TRIBUTARY_SETTLE_IDLE_SEC: "3600",
    TRIBUTARY_SETTLE_MINIMUM_WEI: "0",
  });
  // nothing but the chain names the sequencer
  const publish = ["publish", film, "--payee", "split:0", "--rate", RATE, "--title", "Film"];
  assert.equal(await said(...publish, "--name-sequencer", sequencer.url), contentId);
  const { code, out, err } = await tributary("watch", contentId, "--deposit", DEPOSIT, "--out", "seen.bin");
  sequencerUrl = sequencer.url;
  assert.equal(code, 0, err);
  assert.deepEqual(readFileSync(path("seen.bin")), media);
  assert.match(err, /^Film: second 1 of 3, 0\.112345678901234567 STREAM\nFilm: second 2 of 3, /m);
  // the full edge cannot fetch what it lacks, and says so; the other plays
  assert.match(err, /http:\/\/127\.0\.0\.1:\d+ failed: answered with status 507/);
  const [, paid, id] = /^watched 3 s for (\S+) STREAM, through channel (0x[0-9a-f]{64})\n$/.exec(out) ?? [];
  assert.equal(paid, "0.337037036703703701");
  channelId = id!;
  assert.match(err, new RegExp(`^opening channel ${id}; its key is in ${path("wallet")}/0x`));
  const accepted = await readAccepted({ sequencerUrl, channelId: id as Hex });
  assert.equal(accepted?.cumulative, BigInt(SECONDS) * parseEther(RATE));
});

test("watch refuses before a deposit leaves", async () => {
  const balance = await devchain.balanceOf(vera.account.address);
  assert.match(await complaint("watch", "film"), /^film is not a work\./);
  assert.match(
    await complaint("watch", contentId.split("#")[0]!),
    /^the work is encrypted, and no keys were given/,
  );
  assert.match(await complaint("watch", `${contentId.slice(0, -1)}`), /^the key in the link is not whole/);
  assert.match(await complaint("watch", `0x${"11".repeat(32)}`), /no work 0x1+ is registered/);
  assert.match(
    await complaint("watch", contentId, "--out", "."),
    /^\. is a directory\. Give the path of a file\.$/,
  );
  assert.match(await complaint("watch", contentId, "--out", "no/where"), /^There is no directory no /);
  writeFileSync(path("kept"), "kept");
  assert.match(
    await complaint("watch", `0x${"11".repeat(32)}`, "--out", "kept"),
    /no work 0x1+ is registered/,
  );
  assert.equal(readFileSync(path("kept"), "utf8"), "kept");
  const wrong = ["watch", contentId, "--data-dir", path("fresh"), "--sequencer"];
  assert.match(
    await complaint(...wrong, `${sequencerUrl}/nothing`),
    /the sequencer refused the voucher \(not_found\)/,
  );
  assert.equal(await devchain.balanceOf(vera.account.address), balance);
});

test("watch waits for a deposit to be final, saying so, and a second run goes on in the same channel", async () => {
  const { url } = await startRole("sequencer", { TRIBUTARY_FINALITY_BLOCKS: "12" });
  const { account: creator } = await devchain.newAccount();
  const rate = ["--payee", creator.address, "--rate", "0.01", "--title", "Slow"];
  const slow = await said("publish", film, ...rate);
  // any base URL works
  const watching = tributary("watch", slow, "--seconds", "1", "--sequencer", `${url}/`);
  let ended = false;
  void watching.finally(() => (ended = true));
  // the sequencer's refusal is in its metrics
  await waitFor("a voucher to be refused", async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return ended || /outcome="not_final"[^\n]* [1-9]/.test(metrics);
  });
  assert.ok(!ended, (await Promise.race([watching, { err: "" }])).err);
  await devchain.anvil.client.mine({ blocks: 12 });
  const { code, out, err } = await watching;
  assert.equal(code, 0, err);
  const opened = /^opening channel (0x[0-9a-f]{64}); /m.exec(err)?.[1];
  assert.match(
    err,
    /^opening .*\n(.*\n)*waiting for the sequencer \(not_final\): Only 0 wei .*\nSlow: second 1/,
  );
  assert.match(out, new RegExp(`through channel ${opened}\n$`));

  const balance = await devchain.balanceOf(vera.account.address);
  const again = await tributary("watch", slow, "--seconds", "1", "--sequencer", url);
  assert.equal(again.out, `watched 1 s for 0.02 STREAM, through channel ${opened}\n`);
  assert.match(again.err, new RegExp(`^going on in channel ${opened}$`, "m"));
  assert.equal(await devchain.balanceOf(vera.account.address), balance, "no second deposit");
});

test("watch goes on in a channel, reads no logs for it, and signs for what was promised before and more", async () => {
  const { rpcUrl, stop } = await startRpcProxy(devchain.rpcUrl, ({ method }) =>
    method === "eth_getLogs" ? { error: { code: -32_005, message: "no logs here" } } : "pass",
  );
  const watch = ["watch", contentId, "--channel", channelId, "--seconds", "1"];
  const out = await said(...watch, "--rpc-url", rpcUrl).finally(stop);
  assert.equal(out, `watched 1 s for 0.449382715604938268 STREAM, through channel ${channelId}`);
  assert.match(await said("channel", "show", channelId), /\nsettled {2}0 STREAM$/, "nothing is settled yet");
});

test("watch without the session key says where to find it", async () => {
  const err = await complaint("watch", contentId, "--channel", channelId, "--data-dir", path("another"));
  assert.match(err, new RegExp(`^The session key of channel ${channelId} is not in ${path("another")}/0x`));
  assert.match(err, /Watch with the wallet and --data-dir that opened the channel, or open another\.$/);
});

test("watch pays nobody else than the work's payee", async () => {
  const other = await said("channel", "open", "--payee", ada.address, "--deposit", "0.1");
  const err = await complaint("watch", contentId, "--channel", other);
  assert.equal(
    err,
    "The channel's payee is not the work's payee. Give another --channel, or leave the option out to open a new one.",
  );
});

test("a stranger's title and a stranger's URL steer nobody's terminal", async () => {
  const steering = "\x1b]52;c;aGk=\x07\r\n\x9b2J\u202eenter your key:";
  const shown = "?]52;c;aGk=????2J?enter your key:";
  await registerEdge(`http://127.0.0.1:9/${steering}`);
  const { account: stranger } = await devchain.newAccount();
  const published = await tributary(
    ...["publish", film, "--payee", stranger.address, "--rate", "0.01", "--title", steering],
  );
  assert.equal(published.code, 0, published.err);
  assert.ok(published.err.includes(`http://127.0.0.1:9/${shown} has no copy: `), published.err);
  const watched = await tributary("watch", published.out.trim(), "--deposit", "0.1", "--seconds", "1");
  assert.equal(watched.code, 0, watched.err);
  assert.ok(watched.err.includes(`${shown}: second 1 of 3, 0.01 STREAM\n`), watched.err);
  for (const { out, err } of [published, watched]) assert.equal(printableLines(out + err), out + err);
});

/** Registers an edge that nobody runs, as any program may, at an endpoint that ours would refuse. */
async function registerEdge(endpoint: string): Promise<void> {
  const bond = parseEther("1000");
  const { account } = await devchain.newAccount(bond);
  const { OperatorRegistry, StreamToken } = devchain.deployment.contracts;
  const wallet = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) });
  const approve = { address: StreamToken, abi: streamTokenAbi, functionName: "approve" } as const;
  const register = { address: OperatorRegistry, abi: operatorRegistryAbi, functionName: "register" } as const;
  for (const hash of [
    await wallet.writeContract({ ...approve, args: [OperatorRegistry, bond] }),
    await wallet.writeContract({
      ...register,
      args: [EDGE_ROLE, stringToHex("x", { size: 8 }), endpoint, bond],
    }),
  ])
    await devchain.anvil.client.waitForTransactionReceipt({ hash });
}

test("split claim pays every collaborator by proof, to the wei, and once", async () => {
  const { SplitRollup: rollup } = devchain.deployment.contracts;
  await startRole("prover", {});
  // the payer's close makes the sequencer settle at once
  await said("channel", "close", channelId);
  const segment = () =>
    devchain.anvil.client.readContract({
      abi: splitRollupAbi,
      address: rollup,
      functionName: "segmentOf",
      args: [0n],
    });
  const credited = async () => {
    const { openEntries, sealedBatches } = await segment();
    return openEntries === 1 || sealedBatches === 1n;
  };
  await waitFor("the credit", credited);
  // its clock runs ahead since the channel above, so the batch only gets older by blocks
  await devchain.anvil.client.mine({ blocks: 2, interval: 3_600 });
  const settled = async () => (await segment()).settledBatches === 1n;
  await waitFor("the batch to be settled", settled);

  const revenue = 4n * parseEther(RATE) - FEE_WEI;
  const shares = [(revenue * 6_000n) / 10_000n, (revenue * 4_000n) / 10_000n];
  const shown = (share: bigint) => formatEther(share).replace(".", "\\.");
  const lines = (verb: string) => [
    new RegExp(`^0  ${ada.address}  ${verb} ${shown(shares[0]!)} STREAM$`, "m"),
    new RegExp(`^1  ${ben.address}  ${verb} ${shown(shares[1]!)} STREAM$`, "m"),
  ];
  const dry = await said("split", "claim", "0", "--table", "split-0.json", "--dry-run");
  for (const line of lines("is owed")) assert.match(dry, line);
  assert.equal(await devchain.balanceOf(ada.address), 0n);
  assert.match(
    await complaint("split", "claim", "1", "--table", "split-0.json"),
    /^The table is not the one that split 1 was registered with\./,
  );
  assert.match(await complaint("split", "claim", "0", "--table", film), /is not the table of a split/);

  const poor = await devchain.newAccount();
  await devchain.anvil.client.setBalance({ address: poor.account.address, value: 0n });
  const broke = await complaint("split", "claim", "0", "--table", "split-0.json", "--key", poor.key);
  assert.match(broke, /cannot pay for this transaction's gas/, "it fails after its proof, and still ends");

  const claimed = await said("split", "claim", "0", "--table", "split-0.json");
  for (const line of lines("was paid")) assert.match(claimed, line);
  assert.equal(await devchain.balanceOf(ada.address), shares[0]);
  assert.equal(await devchain.balanceOf(ben.address), shares[1]);
  const again = await said("split", "claim", "0", "--table", "split-0.json", "--position", "1");
  assert.equal(again, `1  ${ben.address}  was paid 0 STREAM`);
});

test("watch --serve hands the media to a player of this machine, and pays for each second that is taken", async () => {
  const player = ["--data-dir", path("player"), "--deposit", DEPOSIT];
  const { child, ended } = started("watch", contentId, ...player, "--serve", "0");
  const [url] = (await once(child.stdout, "data")) as [Buffer];
  const seen = await fetch(url.toString().trim());
  assert.deepEqual(Buffer.from(await seen.arrayBuffer()), media);
  child.kill("SIGINT");
  const { code, err } = await ended;
  assert.equal(code, 0, err);
  assert.match(err, /^served 3 s for 0\.337037036703703701 STREAM$/m);
  const [, id] = /^opening channel (0x[0-9a-f]{64})/m.exec(err) ?? [];
  const accepted = await readAccepted({ sequencerUrl, channelId: id as Hex });
  assert.equal(accepted?.cumulative, BigInt(SECONDS) * parseEther(RATE));
});
