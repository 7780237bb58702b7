// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer as createWebServer } from "node:http";
import { createServer } from "node:net";
import {
  ContractFunctionRevertedError,
  createPublicClient,
  encodeErrorResult,
  http,
  InsufficientFundsError,
} from "viem";
import { test } from "vitest";
import { decodeRevert } from "../chain/revert.ts";
import { freePort } from "../testing/freePort.ts";
import { pingerAbi } from "../testing/pinger.ts";
import { scratchDir } from "../testing/scratch.ts";
import {
  describeError,
  EXIT,
  exitCodeOf,
  isConnectionError,
  TryAgainError,
  UserError,
  userErrorOf,
} from "./errors.ts";

async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("an RPC that answers by HTTP alone is named with its status, without the key in its URL", async (t) => {
  for (const [status, said] of [
    [401, /^http:\/\/127\.0\.0\.1:\d+ answers HTTP 401\. Check the address and its key/],
    [200, /^What answers at http:\/\/127\.0\.0\.1:\d+ is no JSON-RPC: a web page/],
  ] as const) {
    const server = createWebServer((_, response) => response.writeHead(status).end("<html>")).listen(0);
    t.onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}/v2/secretkey`;
    const client = createPublicClient({ transport: http(url, { retryCount: 0 }) });
    const error = await thrownBy(() => client.getChainId());
    assert.match(describeError(error), said);
    assert.doesNotMatch(describeError(error), /secretkey/);
  }
});

test("an RPC that nobody serves is named without the key in its URL", async () => {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const client = createPublicClient({ transport: http(`${origin}/v2/secretkey`, { retryCount: 0 }) });
  const error = await thrownBy(() => client.getChainId());
  const said = describeError(error);
  assert.ok(said.startsWith(`Nothing answers at ${origin} (ECONNREFUSED).`), said);
  assert.doesNotMatch(said, /secretkey/);
  assert.ok(isConnectionError(error));
});

test("an RPC that does not answer in time is a connection error", async (t) => {
  const server = createServer(() => {}).listen(0);
  t.onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const client = createPublicClient({
    transport: http(`http://127.0.0.1:${port}`, { retryCount: 0, timeout: 50 }),
  });
  const error = await thrownBy(() => client.getChainId());
  assert.ok(isConnectionError(error));
  assert.match(describeError(error), /took too long to answer/);
});

test("an error of the system says what happened and what to do", async (t) => {
  const system = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
  const scratch = scratchDir(t);
  for (const [error, said] of [
    [system("EADDRINUSE", { port: 8801 }), /^Port 8801 is in use by another program\. Stop that program, or/],
    [
      system("EADDRNOTAVAIL", { address: "1.2.3.4" }),
      /^1\.2\.3\.4 is no address of this machine.* Give --host/,
    ],
    [system("ENOSPC"), /^The disk is full\. Free some space/],
    [system("EDQUOT"), /^This user's share of the disk is full\. Free/],
    [system("EACCES", { path: "/data" }), /^This user may not use \/data\. Give the user the right/],
    [system("EACCES", { port: 80 }), /^This user may not use port 80\./],
    [system("EROFS", { path: "/ro/x" }), /^\/ro\/x lies on a disk that can only be read\./],
    [system("EMFILE"), /^Too many files and connections are open\. Raise the limit/],
    [system("EEXIST", { path: "/a", syscall: "open" }), /^\/a exists already\. Choose another path/],
    [
      await thrownBy(() => writeFile("/nope/v.svg", "")),
      /^There is no directory \/nope for \/nope\/v\.svg\. Make/,
    ],
    [await thrownBy(() => readFile(`${scratch}/gone`)), /^There is no file .*gone\. Check the path\./],
    [
      await thrownBy(() => writeFile(scratch, "")),
      /is a directory, and a file is needed\. Give the path of a file\./,
    ],
    [
      await thrownBy(() => writeFile("/etc/passwd/x", "")),
      /leads through a file, where a directory is needed\./,
    ],
  ] as const) {
    assert.match(describeError(error), said);
    assert.match(describeError(new Error("outer", { cause: error })), said);
    assert.match(
      userErrorOf(error, "The plot cannot be written.").message,
      /^The plot cannot be written\. ./,
    );
  }
  const unknown = userErrorOf(new Error("E_ODD"), "The plot cannot be written.");
  assert.equal(unknown.message, "The plot cannot be written. The system says: E_ODD.");
});

test("a contract's custom error is told with its arguments", () => {
  const data = encodeErrorResult({ abi: pingerAbi, errorName: "Refused", args: [42n] });
  const cause = new ContractFunctionRevertedError({ abi: pingerAbi, data, functionName: "ping" });
  assert.equal(describeError(new Error("outer", { cause })), "The contract refused: Refused(42).");
});

test("an account without ether is told what it needs", () => {
  assert.match(describeError(new InsufficientFundsError({})), /Send the account some ether/);
});

test("the reason under a wrapping error is the one that is told", () => {
  const error = new Error("outer", { cause: new UserError("The file is gone.", "Make it again.") });
  assert.equal(describeError(error), "The file is gone. Make it again.");
});

test("a cause that goes round in circles ends", () => {
  const error = new Error("loop");
  error.cause = error;
  assert.equal(describeError(error), "loop");
});

test("what is no error at all is still told", () => {
  assert.equal(describeError("just text"), "just text");
  assert.equal(describeError(undefined), "undefined");
});

test("exit codes: 1 for what a person must put right and for the unknown, 75 for what may pass", () => {
  assert.equal(exitCodeOf(new UserError("", "")), 1);
  assert.equal(exitCodeOf(new Error()), 1);
  assert.equal(exitCodeOf(new TryAgainError("")), 75);
});

test("revert data is read by custom error, by Error(string), and by its selector when unknown", () => {
  const word = (n: bigint) => n.toString(16).padStart(64, "0");
  const refused = encodeErrorResult({ abi: pingerAbi, errorName: "Refused", args: [42n] });
  assert.equal(decodeRevert(refused, pingerAbi).text, "Refused(42)");
  assert.match(decodeRevert(refused, []).text, new RegExp(refused.slice(0, 10)));
  assert.match(decodeRevert("0x12345678", pingerAbi).text, /0x12345678/);
  const text = Buffer.from("no").toString("hex").padEnd(64, "0");
  assert.equal(decodeRevert(`0x08c379a0${word(32n)}${word(2n)}${text}`, []).text, "no");
});

test("an error that quotes a stranger steers no terminal", () => {
  assert.equal(
    describeError(new UserError("It says:\n  \x1b[2Jgone\n", "Ask\x07 another.")),
    "It says:\n  ?[2Jgone\nAsk? another.",
  );
});

test("an error for want of an answer is worth another try, any other is not", async () => {
  const unreachable = await fetch(`http://127.0.0.1:${await freePort()}`).catch((error) => error);
  const codes = [
    unreachable,
    new Error("no answer", { cause: unreachable }),
    new Error("broken"),
    "text",
  ].map(exitCodeOf);
  assert.deepEqual(codes, [EXIT.tryAgain, EXIT.tryAgain, EXIT.broken, EXIT.broken]);
});
