// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as viem from "viem";
import { afterAll, test } from "vitest";
import * as sdk from "../../agents/sdk/index.ts";
import * as player from "../../agents/sdk/player/index.ts";
import * as hooks from "../../agents/sdk/react/hooks.ts";
import { moduleOf, snippetsOf } from "./snippets.ts";

/** In the repository, where the types of viem and Node are found. */
const FOLDER = ".cache/docs";
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** What every page takes as given. */
const GIVEN = `
import type { Account, Address, Chain, Client, Hex, LocalAccount, PublicClient, Transport, WalletActions } from "viem";
import type { ChannelKey, Court, GrantKey, OpenStreamParameters, Payee, PoolKey, StreamKey } from "@tributary/sdk";
import type { Opening, TickVoucher, TributaryActions, TributaryAddresses, Voucher } from "@tributary/sdk";
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
  "agents/sdk/README.md": `declare const wallet: Wallet;
declare const document: { querySelector(selector: "video"): VideoLike | null };`,
  "docs/integrators/channels.md": `declare const key: ChannelKey, rest: bigint, nowSec: number, chainId: number, paymentChannels: Address, paidWei: bigint;
declare const sessionAccount: LocalAccount, channelId: Hex, tick: Hex, count: number, voucher: TickVoucher, plainVoucher: Voucher;
declare const webAuthnAccount: WebAuthnAccount, opening: Opening;`,
  "docs/integrators/pools.md": "declare const key: PoolKey;",
  "docs/integrators/streams.md": "declare const key: StreamKey, terms: OpenStreamParameters;",
  "docs/integrators/vesting.md": `declare const granter: Address, beneficiary: Wallet & Address, start: number, cliff: number, end: number, time: number;
declare const totalWei: bigint, coldWallet: Address, key: GrantKey;`,
  "README.md":
    "declare const court: Court, paymentSession: PaymentSession, file: { write(bytes: Uint8Array): void };",
};

const DOORS = {
  ...{ viem, "@tributary/sdk": sdk, "@tributary/sdk/player": player, "@tributary/sdk/react": hooks },
};
const PAGES = ["channels", "devnet", "pools", "streams", "vesting"].map(
  (page) => `docs/integrators/${page}.md`,
);

test.each([
  ...PAGES,
  "agents/sdk/README.md",
  "README.md",
])("every line of TypeScript in %s compiles", (page) => {
  const given = `${GIVEN}${GIVEN_BY_PAGE[page] ?? ""}`;
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
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "page.ts"), [...imports, given, code].join("\n"));
  const compilerOptions = {
    ...{ module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022"], types: ["node"] },
    ...{ strict: true, noEmit: true, skipLibCheck: true },
  };
  writeFileSync(join(FOLDER, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["page.ts"] }));
  assert.equal(faults(), "");
});

function faults(): string {
  try {
    const tsc = ["node_modules/typescript/bin/tsc", "-p", FOLDER];
    return execFileSync(process.execPath, tsc, { encoding: "utf8" });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
