// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as viem from "viem";
import * as accounts from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, test } from "vitest";
import * as abis from "../../agents/sdk/abis.generated.ts";
import * as sdk from "../../agents/sdk/index.ts";
import * as files from "../../agents/sdk/node/fileSessionStore.ts";
import * as peers from "../../agents/sdk/peers/index.ts";
import * as player from "../../agents/sdk/player/index.ts";
import * as publishing from "../../agents/sdk/publishing/index.ts";
import * as hooks from "../../agents/sdk/react/hooks.ts";
import { moduleOf, snippetsOf } from "./snippets.ts";

/** In the repository, where the types of viem and Node are found. */
const FOLDER = ".cache/docs";
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** What every page takes as given. */
const GIVEN = `
import type { Account, Address, Chain, Client, Hex, LocalAccount, PublicClient, Transport, WalletActions } from "viem";
import type { ChannelKey, Court, GrantKey, OpenStreamParameters, PackedOperation, Payee, PoolKey, StreamKey, TextStore } from "@tributary/sdk";
import type { AccessTerms, Opening, TickVoucher, TributaryActions, TributaryAddresses, Voucher } from "@tributary/sdk";
import type { WebAuthnAccount } from "viem/account-abstraction";
import type { VideoLike } from "@tributary/sdk/player";
type Wallet = Client<Transport, Chain, Account> & WalletActions<Chain, Account> & TributaryActions;
declare const client: PublicClient<Transport, Chain> & TributaryActions;
declare const viewer: Wallet, payer: Wallet, creator: Wallet, anyone: Wallet, relayer: Wallet, friend: Wallet, staker: Wallet;
declare const chain: Chain, account: Account, contentId: Hex, ratePerSecondWei: bigint, depositWei: bigint, amountWei: bigint;
declare const token: Address, payee: Payee, sessionKey: Address, sequencerUrl: string, addresses: TributaryAddresses;
`;

/** What a page takes as given beside that: what an earlier block, or the text, names. */
const GIVEN_BY_PAGE: Record<string, string> = {
  "agents/sdk/README.md": `declare const wallet: Wallet;`,
  "docs/integrators/channels.md": `declare const key: ChannelKey, rest: bigint, nowSec: number, chainId: number, paymentChannels: Address, paidWei: bigint;
declare const sessionAccount: LocalAccount, channelId: Hex, tick: Hex, count: number, voucher: TickVoucher, plainVoucher: Voucher;
declare const webAuthnAccount: WebAuthnAccount, opening: Opening, terms: AccessTerms;`,
  "docs/integrators/discovery.md": "declare const storage: TextStore;",
  "docs/integrators/sign-in.md": "declare const address: Address, wallet: Wallet, body: string;",
  "docs/integrators/interactions.md": `declare const actor: number, work: number, keyAccount: LocalAccount, witness: Hex, signature: Hex;
declare const like: PackedOperation;`,
  "docs/integrators/pools.md": "declare const key: PoolKey;",
  "docs/integrators/streams.md": "declare const key: StreamKey, terms: OpenStreamParameters;",
  "docs/integrators/vesting.md": `declare const granter: Address, beneficiary: Wallet & Address, start: number, cliff: number, end: number, time: number;
declare const totalWei: bigint, coldWallet: Address, key: GrantKey;`,
  "docs/integrators/reference/vesting.md": "declare const proofOf: any;",
  "README.md":
    "declare const court: Court, paymentSession: PaymentSession, file: { write(bytes: Uint8Array): void };",
};

/** What the examples of the reference take as given: clients, and values named as the parameters that they are for. */
const GIVEN_IN_REFERENCE = `
import type { Account, Chain, Client, PublicActions, Transport, WalletActions } from "viem";
import { createWebAuthnCredential, toWebAuthnAccount } from "viem/account-abstraction";
import { readFile } from "node:fs/promises";
import type { TributaryActions } from "@tributary/sdk";
type Actions = WalletActions<Chain, Account> & PublicActions<Transport, Chain> & TributaryActions;
type Wallet = Client<Transport, Chain, Account> & Actions;
declare const client: Wallet, payerClient: Wallet, payeeClient: Wallet, relayerClient: Wallet, relayer: Wallet, viewer: Wallet;
declare const content: any, court: any, split: any, payer: any, spender: any, stakeOfFunction: any, OpenedEvent: any;
declare const account: any, address: any, addresses: any, allotments: any, amountWei: any, awards: any;
declare const beneficiary: any, bondWei: any, byteCount: any, chain: any, chainId: any, channelId: any;
declare const checkpointsRoot: any, coldWallet: any, consent: any, contentCourt: any, contentId: any;
declare const contentRegistry: any, contract: any, creator: any, credential: any, cumulative: any, deadline: any;
declare const depositWei: any, edges: any, endpoint: any, entitlementWei: any, fromBlock: any, funding: any;
declare const granter: any, holding: any, ids: any, key: any, leafCount: any, opening: any, operatorRegistry: any;
declare const other: any, others: any, owner: any, paidWei: any, payee: any, paymentChannels: any;
declare const paymentSession: any, proof: any, rate: any, ratePerSecond: any, ratePerSecondWei: any, receipt: any;
declare const recipient: any, request: any, requests: any, reveal: any, root: any, rows: any, salt: any;
declare const sequencerUrl: any, sessionAccount: any, sessionKey: any, settledBatches: any, settledWei: any;
declare const identity: any, keys: any, onBytes: any, show: any, signature: any, startBlock: any, tableHash: any, terms: any, tickValue: any, ticks: any;
declare const accounts: any, banned: any, collection: any, composer: any, editor: any, label: any, now: any;
declare const paidPeriod: any, period: any, rendition: any, television: any;
declare const answer: any, body: any, localAccount: any, committeeId: any, members: any, points: any, priceWei: any, publicKey: any, seat: any;
declare const assertion: any, evidence: any, interactionInputs: any, number: any, operations: any, posting: any;
declare const rootBefore: any, roots: any, signatures: any, stride: any, witness: any;
declare const actor: any, backer: any, epoch: any, peer: any, value: any;
declare const media: any, to: any, token: any, tokenVesting: any, track: any, video: any, voucher: any, wallet: Wallet, work: any;
`;

const DOORS = {
  ...{ viem, "viem/accounts": accounts, "viem/chains": { foundry } },
  ...{
    "@tributary/sdk": sdk,
    "@tributary/sdk/abis": abis,
    "@tributary/sdk/peers": peers,
    "@tributary/sdk/player": player,
    "@tributary/sdk/publishing": publishing,
    "@tributary/sdk/react": hooks,
  },
  "@tributary/sdk/node": files,
};
/** The pages of tasks show whole examples, which the compiler reads where they stand. */
const PAGES = [
  ...globSync("docs/integrators/**/*.md", { exclude: ["docs/integrators/tasks/**"] }).sort(),
  ...["agents/sdk/README.md", "README.md"],
];
const fileOf = (page: string) => page.replaceAll(/[/.]/g, "_");

/** What the compiler says of each page's code, all compiled at once. */
let faults: string[];
beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  for (const page of PAGES) writeFileSync(join(FOLDER, `${fileOf(page)}.ts`), programOf(page));
  const compilerOptions = {
    ...{ module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022", "dom"] },
    ...{ types: ["node"], strict: true, noEmit: true, skipLibCheck: true },
  };
  writeFileSync(join(FOLDER, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  faults = compiled().split("\n");
});

test.each(PAGES)("every line of TypeScript in %s compiles", (page) => {
  assert.deepEqual(
    faults.filter((fault) => fault.includes(`${fileOf(page)}.ts`)),
    [],
  );
});

test("pages have lines of TypeScript, and the compiler speaks of nothing else", () => {
  const withCode = PAGES.filter((page) => snippetsOf(readFileSync(page, "utf8")).length > 0);
  assert.ok(withCode.length > 20);
  assert.deepEqual(
    faults.filter((fault) => fault !== "" && !fault.startsWith(" ") && !fault.includes(FOLDER)),
    [],
  );
});

/** The code of a page as a module, with what the page takes as given. */
function programOf(page: string): string {
  const common = page.includes("/reference/") ? GIVEN_IN_REFERENCE : GIVEN;
  const given = `${common}${GIVEN_BY_PAGE[page] ?? ""}`;
  const code = moduleOf(snippetsOf(readFileSync(page, "utf8")));
  /** The names of a door that the page uses, and neither imports nor takes as given. */
  const imports = Object.entries(DOORS).map(([from, door]) => {
    const has = (text: string, pattern: string) => new RegExp(pattern).test(text);
    const used = Object.keys(door).filter(
      (name) =>
        has(code + given, `\\b${name}\\b`) &&
        !has(given, `\\b${name}:`) &&
        !has(code + given, `import [^;]*\\b${name}\\b`),
    );
    return `import { ${used.join(", ")} } from "${from}";`;
  });
  return [...imports, given, code].join("\n");
}

function compiled(): string {
  try {
    const tsc = ["node_modules/typescript/bin/tsc", "-p", FOLDER];
    return execFileSync(process.execPath, tsc, { encoding: "utf8" });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
