// SPDX-License-Identifier: GPL-3.0-or-later
import type { ContractFunctionRevertedError } from "viem";
import { printableLines } from "../terminal/printable.ts";
import { adviceOn, nameOfSelector } from "./contractErrors.ts";
import { explainSystemError } from "./systemErrors.ts";

/** Exit codes of every role and command. */
export const EXIT = { done: 0, broken: 1, tryAgain: 75 } as const;

type ErrorOptions = { cause?: unknown };

/** A fault that a person has to put right. `message` says what happened, `advice` what to do. */
export class UserError extends Error {
  override name = "UserError";
  readonly exitCode: number = EXIT.broken;
  /** Somebody reports this error already: whoever meets it need not log it. */
  readonly isReported: boolean = false;
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}

/** A fault outside that may pass by itself: a chain that is down, a fee that is too high. */
export class TryAgainError extends UserError {
  override name = "TryAgainError";
  override readonly exitCode = EXIT.tryAgain;

  constructor(message: string, advice = "Try again in a while.", options?: ErrorOptions) {
    super(message, advice, options);
  }
}

/**
 * A UserError for an error of the operating system's: `what` happened where it is given ("The plot cannot be written."), then the reason
 * and what to do. An error that no table knows keeps its own words.
 */
export function userErrorOf(error: unknown, what = ""): UserError {
  const explained = typeof error === "object" && error !== null ? explainSystemError(error) : undefined;
  const { message, advice } = explained ?? {
    message: `The system says: ${(error as Error)?.message ?? error}.`,
    advice: "Check the path, and that this user may use it.",
  };
  return new UserError(`${what} ${message}`.trim(), advice, { cause: error });
}

/** The process's exit code for a thrown error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UserError) return error.exitCode;
  // a server that is away may come back
  return isConnectionError(error) ? EXIT.tryAgain : EXIT.broken;
}

type Fields = {
  code?: unknown;
  status?: unknown;
  url?: unknown;
  shortMessage?: unknown;
  details?: unknown;
  advice?: unknown;
};

/**
 * One or two plain sentences for a person: what happened and what to do. Never a stack, never a secret of a URL, and nothing
 * that steers a terminal: an error may quote a stranger.
 */
export function describeError(error: unknown): string {
  return printableLines(sentencesOf(error));
}

function sentencesOf(error: unknown): string {
  const chain = causesOf(error);
  for (const link of chain) {
    const known = describeKnown(link, chain);
    if (known !== undefined) return known;
  }
  const { shortMessage, details, message, advice } = (chain[0] ?? {}) as Fields & { message?: unknown };
  if (shortMessage === undefined || advice !== undefined) return String(message ?? error);
  const [firstLine] = String(shortMessage).split("\n");
  return details ? `${firstLine} ${details}` : String(firstLine);
}

/** Whether no answer came: the request may or may not have arrived. */
export function isConnectionError(error: unknown): boolean {
  return causesOf(error).some(
    (link) =>
      UNREACHABLE.has(String((link as Fields).code)) ||
      ["TimeoutError", "SocketClosedError", "AbortError"].includes((link as Error).name) ||
      (link as Error).message === "fetch failed",
  );
}

/** Whether somebody reports the error already. */
export function isReported(error: unknown): boolean {
  return causesOf(error).some((link) => link instanceof UserError && link.isReported);
}

/** The error and its causes, outermost first. */
export function causesOf(error: unknown): object[] {
  const chain: object[] = [];
  let link: unknown = error;
  while (typeof link === "object" && link !== null && !chain.includes(link)) {
    chain.push(link);
    link = (link as { cause?: unknown }).cause;
  }
  return chain;
}

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_SOCKET",
]);

function describeKnown(link: object, chain: object[]): string | undefined {
  // a list ends its own last line
  if (link instanceof UserError) return `${link.message.replace(/([^\n])$/, "$1 ")}${link.advice}`;
  const { name, message } = link as Error;
  // by name: loading viem takes a second, and a command that fails at once must not wait for it
  if (name === "ContractFunctionRevertedError") {
    const { data, reason, signature } = link as ContractFunctionRevertedError;
    const named = data?.errorName ?? nameOfSelector(signature);
    const what = named ? formatRevert(named, data?.args ?? []) : (reason ?? signature ?? "no reason given");
    return withAdvice(`The contract refused: ${what}.`, named);
  }
  if (name === "RevertError") return withAdvice(message, (link as { errorName?: string }).errorName);
  const { code } = link as Fields;
  if (name === "InsufficientFundsError" || /insufficient funds/i.test(message)) {
    return "The account cannot pay for this transaction's gas and value. Send the account some ether, then try again.";
  }
  const explained = explainSystemError(link);
  if (explained) return `${explained.message} ${explained.advice}`;
  if (UNREACHABLE.has(String(code))) {
    return `Nothing answers at ${urlOf(chain) ?? "the other side"} (${code}). Check the address, and that a server runs there.`;
  }
  const { status } = link as Fields;
  if (name === "HttpRequestError" && typeof status === "number")
    return `${urlOf(chain) ?? "The other side"} answers HTTP ${status}. Check the address and its key, or try again.`;
  if (name === "SyntaxError" && urlOf(chain))
    return `What answers at ${urlOf(chain)} is no JSON-RPC: a web page, or other text. Check the address.`;
  if (name === "TimeoutError")
    return `${urlOf(chain) ?? "The other side"} took too long to answer. Try again.`;
  return undefined;
}

function withAdvice(what: string, errorName: string | undefined): string {
  const advice = errorName === undefined ? undefined : adviceOn(errorName);
  return advice === undefined ? what : `${what} ${advice}`;
}

/** The origin alone: paths and queries of RPC URLs often hold a key. */
function urlOf(chain: object[]): string | undefined {
  const url = chain.map((link) => (link as Fields).url).find((found) => typeof found === "string");
  return url && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** `PaymentChannels_WindowTooShort(5, 60)`, or the plain text of an `Error(string)`. */
export function formatRevert(errorName: string, args: readonly unknown[]): string {
  if (errorName === "Error") return String(args[0]);
  return `${errorName}(${args.map(formatArg).join(", ")})`;
}

const formatArg = (arg: unknown): string =>
  typeof arg === "object"
    ? JSON.stringify(arg, (_, v) => (typeof v === "bigint" ? v.toString() : v))
    : String(arg);
