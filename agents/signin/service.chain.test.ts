// SPDX-License-Identifier: GPL-3.0-or-later
// Contract wallets on a real chain; and the role as a process that is killed, and whose disk fills up.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Address,
  concatHex,
  getCreate2Address,
  type Hex,
  numberToHex,
  serializeErc6492Signature,
} from "viem";
import { createSiweMessage } from "viem/siwe";
import { afterAll, beforeAll, test } from "vitest";
import { freePort } from "../kernel/testing/freePort.ts";
import { type Anvil, startAnvil } from "../localnet/anvil.ts";
import { type SpawnedRole, spawnRole } from "../localnet/spawnRole.ts";
import { chainCaller } from "./service.ts";
import { type Browser, newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

/** Says yes (ERC-1271) to every signature. */
const YES = "0x631626ba7e60e01b5f5260205ff3";
const CODES = {
  reverts: "0x5f5ffd",
  "burns all gas": "0x5b5f56",
  "returns ones": "0x5f195f5260205ff3",
  "returns nothing": "0x00",
  "calls itself": "0x5f5f5f5f5f305af100",
} as const;
/** Anvil's deployer by CREATE2: takes `salt 32 ‖ code`. */
const DEPLOYER = "0x4e59b44847b379578588920cA78FbF26c0B4956C";

let anvil: Anvil;
let directory: string;
beforeAll(async () => {
  anvil = await startAnvil();
  directory = mkdtempSync(join(tmpdir(), "tributary-signin-"));
  const deployment = { chainId: 31_337, startBlock: 0, contracts: {} };
  writeFileSync(join(directory, "deployment.json"), JSON.stringify(deployment));
});
afterAll(async () => {
  await anvil.stop();
  rmSync(directory, { recursive: true, force: true });
});

const contractWallet = (address: Address, wrap: (signature: Hex) => Hex = (signature) => signature) => {
  const owner = newWallet();
  return {
    address,
    signMessage: async (said: { message: string }) => wrap(await owner.signMessage(said)),
  } as never;
};

test("A8: a contract wallet signs in, deployed (ERC-1271) or not yet (ERC-6492); a hostile one does not, and costs no more than its gas", async (t) => {
  const { base } = await startTestService(t, { callChain: chainCaller(anvil.rpcUrl) });
  const signIn = async (wallet: never) => {
    const { status, code } = await (await openBrowser(base)).signIn(wallet);
    return code ?? status;
  };
  const deployed = newWallet().address;
  await anvil.client.setCode({ address: deployed, bytecode: YES });
  assert.equal(await signIn(contractWallet(deployed)), 201);

  const code = concatHex([`0x6d${YES.slice(2)}5f52600e6012f3`]);
  const salt = numberToHex(7, { size: 32 });
  const planned = getCreate2Address({ from: DEPLOYER, salt, bytecode: code });
  const wrap = (signature: Hex) =>
    serializeErc6492Signature({ address: DEPLOYER, data: concatHex([salt, code]), signature });
  assert.equal(await signIn(contractWallet(planned, wrap)), 201);
  assert.equal(await anvil.client.getCode({ address: planned }), undefined, "nothing was deployed");
  assert.equal(await signIn(contractWallet(newWallet().address, wrap)), "wrong_signature", "another address");

  for (const [what, bytecode] of Object.entries(CODES)) {
    const address = newWallet().address;
    await anvil.client.setCode({ address, bytecode });
    assert.equal(await signIn(contractWallet(address)), "wrong_signature", what);
  }
  // the code of a wallet does not shut out the key behind its address (EIP-7702)
  const own = newWallet();
  await anvil.client.setCode({ address: own.address, bytecode: CODES.reverts });
  assert.equal(await signIn(own as never), 201);
});

async function settings(): Promise<Record<string, string>> {
  return {
    TRIBUTARY_RPC_URL: anvil.rpcUrl,
    TRIBUTARY_DEPLOYMENT: join(directory, "deployment.json"),
    TRIBUTARY_DATA_DIR: mkdtempSync(join(directory, "role-")),
    TRIBUTARY_PORT: String(await freePort()),
    TRIBUTARY_SIGNIN_SIGN_INS_PER_MINUTE: "100000",
    TRIBUTARY_LOG_LEVEL: "info",
  };
}
const urlOf = (env: Record<string, string>) => `http://localhost:${env.TRIBUTARY_PORT}`;

test("killed, the service has lost no sign-in session, no factor and no end of one, and revives no challenge, nonce or proof", async (t) => {
  const env = await settings();
  const base = urlOf(env);
  let role: SpawnedRole = await spawnRole(t, "signin", env);
  const [kept, ended, reused] = await Promise.all([openBrowser(base), openBrowser(base), openBrowser(base)]);
  const wallet = newWallet();
  for (const browser of [kept, ended, reused]) await browser.signIn(wallet);
  await kept.ask("GET", "/v1/session");
  const proof = await kept.proof("GET", "/v1/session");
  await kept.send("GET", "/v1/session", { proof });
  const old = reused.cookie;
  assert.equal((await reused.ask("POST", "/v1/refreshes", { token: "" })).status, 200);
  const fields = { ...(await kept.challenge()), address: wallet.address };
  const message = createSiweMessage(fields);
  const signature = await wallet.signMessage({ message });
  const [gone] = await Promise.all([ended.ask("DELETE", "/v1/session"), kept.addPasskey()]);
  assert.equal(gone.status, 204);
  assert.equal(await role.end("SIGKILL"), null);

  role = await spawnRole(t, "signin", env);
  assert.equal((await kept.post(message, signature, fields.nonce)).code, "nonce_used");
  assert.equal((await kept.send("GET", "/v1/session", { proof })).status, 401);
  assert.equal((await kept.ask("GET", "/v1/session")).status, 200, "the token is good under the same key");
  assert.equal((await kept.ask("POST", "/v1/refreshes", { token: "" })).status, 200);
  assert.equal((await ended.ask("GET", "/v1/session")).code, "signed_out");
  reused.cookie = old;
  assert.equal((await reused.ask("POST", "/v1/refreshes", { token: "" })).code, "signed_out");
  assert.equal((await reused.ask("GET", "/v1/session")).code, "signed_out");
  assert.equal((await kept.provePasskey()).status, 200);
  assert.equal(await role.end("SIGTERM"), 0);
  for (const secret of [kept.token, proof, signature, old.split("=")[1]!])
    assert.ok(!role.said().includes(secret));
});

test("killed in the middle of 60 sign-outs, each that was answered is one, and a session is whole or gone", async (t) => {
  const env = await settings();
  const base = urlOf(env);
  const role = await spawnRole(t, "signin", env);
  const browsers = await Promise.all(Array.from({ length: 60 }, () => openBrowser(base)));
  await Promise.all(browsers.map((browser) => browser.signIn(newWallet())));
  await Promise.all(browsers.map((browser) => browser.ask("GET", "/v1/session")));
  let answered = 0;
  const outcomes = browsers.map(async (browser: Browser) => {
    const { status } = await browser.ask("DELETE", "/v1/session");
    answered += 1;
    if (answered === 20) role.child.kill("SIGKILL");
    return status;
  });
  const settled = await Promise.allSettled(outcomes);
  await role.exited;
  await spawnRole(t, "signin", env);
  for (const [at, outcome] of settled.entries()) {
    const { status, code } = await browsers[at]!.ask("GET", "/v1/session");
    if (outcome.status === "fulfilled") assert.equal(code, "signed_out", "an answered sign-out counts");
    else assert.ok(status === 200 || code === "signed_out", code);
  }
});

test("with a full disk it answers 503 and signs nobody in; tokens hold, and work goes on once there is room", async (t) => {
  const env = await settings();
  const base = urlOf(env);
  const role = await spawnRole(t, "signin", env, 1_000);
  const first = await openBrowser(base);
  const wallet = newWallet();
  assert.equal((await first.signIn(wallet)).status, 201);
  let status = 201;
  let code: string | undefined;
  for (let tries = 0; status === 201 && tries < 400; tries++)
    ({ status, code } = await (await openBrowser(base)).signIn(newWallet()));
  assert.deepEqual([status, code], [503, "not_stored"]);
  assert.equal((await first.ask("GET", "/v1/session")).status, 200);
  assert.equal(
    (await first.ask("DELETE", "/v1/session")).code,
    "not_stored",
    "nothing counts as done that is not on disk",
  );
  assert.equal((await fetch(`${base}/ready`)).status, 503);
  assert.match(role.said(), /store failing/);
  await role.end("SIGKILL");

  const roomy = await spawnRole(t, "signin", env);
  assert.equal((await first.ask("POST", "/v1/refreshes", { token: "" })).status, 200);
  assert.equal((await first.signIn(wallet)).status, 201);
  assert.equal(await roomy.end("SIGTERM"), 0);
});
