// SPDX-License-Identifier: GPL-3.0-or-later
import type { LookupAddress } from "node:dns";
import { lookup as lookUpAll } from "node:dns/promises";
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { hostScope } from "../../sdk/wire/hostScope.ts";

/** The request was refused before it left, or its answer is none that may be read; the message completes "the node ...". */
export class OutgoingError extends Error {
  override name = "OutgoingError";
  /** The status of an answer with another one than 200. */
  readonly status: number | undefined;
  /** Whether the node took too long. */
  readonly isSlow: boolean;

  constructor(
    message: string,
    { status, isSlow = false, cause }: { status?: number; isSlow?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.status = status;
    this.isSlow = isSlow;
  }
}

export type OutgoingLimits = {
  /** A longer body is refused, by its announced length or as it comes. */
  maxBytes: number;
  /** The longest wait for the next byte, in milliseconds. */
  stallMs: number;
  /** The longest time for all of it, in milliseconds: who sends a byte at a time never stalls. */
  totalMs: number;
  headers?: Record<string, string>;
  /** Ends the request. */
  signal?: AbortSignal;
};

/** Asks other nodes for bytes, by URLs that a stranger may have put on chain. */
export type Outgoing = {
  /** The body of a 200, as it comes. Throws an OutgoingError, or the signal's reason. */
  stream(url: string, limits: OutgoingLimits): AsyncGenerator<Buffer, void, undefined>;
  /** The body of a 200. Throws like `stream`. */
  read(url: string, limits: OutgoingLimits): Promise<Buffer>;
  /** Closes the connections that are kept. */
  close(): void;
};

/** The addresses of a name. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/** Connections to one host. */
const MOST_SOCKETS = 32;

const resolveAll: ResolveHost = (host) => lookUpAll(host, { all: true });

/**
 * Makes the one way out. A name is resolved once for each connection, and the connection goes to the address that was looked at, so that
 * no second answer of a name server counts. Unless `privateNetwork` lets them, addresses that are not of the public internet are refused:
 * a URL on chain must not turn this node against its own network. A redirect is an answer like any other but 200. A compressed body is
 * refused, and none is ever unpacked.
 */
export function createOutgoing(options: { privateNetwork: boolean; resolve?: ResolveHost }): Outgoing {
  const { privateNetwork, resolve = resolveAll } = options;
  const isAllowed = (host: string) => privateNetwork || hostScope(host) === "public";

  const lookup: LookupFunction = (host, wanted, callback) => {
    resolve(host).then(
      (addresses) => {
        const refused = addresses.find(({ address }) => !isAllowed(address));
        // one bad address among good ones is a trick, too
        if (refused || !addresses[0])
          return callback(new OutgoingError(refused ? notPublic(refused.address) : `has no address`), "", 4);
        if (wanted.all) callback(null, [...addresses]);
        else callback(null, addresses[0].address, addresses[0].family);
      },
      (error) => callback(error, "", 4),
    );
  };

  const kept = { keepAlive: true, maxSockets: MOST_SOCKETS, lookup };
  const agents = { http: new HttpAgent(kept), https: new HttpsAgent(kept) };

  async function* stream(url: string, limits: OutgoingLimits) {
    const { signal, stallMs, totalMs, maxBytes } = limits;
    signal?.throwIfAborted();
    const target = new URL(url);
    const host = target.hostname.replace(/^\[|\]$/g, "");
    // an address is looked up nowhere, so it is looked at here
    if (isAddress(host) && !isAllowed(host)) throw new OutgoingError(notPublic(host));
    const ending = createEnding({ signal, stallMs, totalMs });
    try {
      const answer = await ending.answered(ask(target, limits, agents, ending));
      requirePlain(answer, maxBytes);
      let bytes = 0;
      for await (const part of answer as AsyncIterable<Buffer>) {
        ending.moved();
        bytes += part.length;
        if (bytes > maxBytes) throw new OutgoingError(`sent more than ${maxBytes} bytes`);
        // while the reader is busy, nobody is waited for
        ending.pause();
        yield part;
        ending.moved();
      }
      ending.throwIfOver();
      if (!answer.complete) throw new OutgoingError("broke off");
    } catch (error) {
      throw ending.reason() ?? asOutgoing(error);
    } finally {
      ending.end();
    }
  }

  return {
    stream,
    async read(url, limits) {
      const parts: Buffer[] = [];
      for await (const part of stream(url, limits)) parts.push(part);
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

type Ending = ReturnType<typeof createEnding>;

/** The clock of one request: what ends it is remembered, so that the error says why. */
function createEnding({ signal, stallMs, totalMs }: Pick<OutgoingLimits, "signal" | "stallMs" | "totalMs">) {
  let why: unknown;
  let request: ClientRequest | undefined;
  let answer: IncomingMessage | undefined;
  const stop = (reason: unknown) => {
    why ??= reason;
    request?.destroy();
  };
  const tooSlow = (message: string) => () => stop(new OutgoingError(message, { isSlow: true }));
  let isWaiting = true;
  const stalled = tooSlow(`sent nothing for ${stallMs} ms`);
  const stall = setTimeout(() => isWaiting && stalled(), stallMs);
  const total = setTimeout(tooSlow(`took longer than ${totalMs} ms`), totalMs);
  const onAbort = () => stop(signal?.reason);
  signal?.addEventListener("abort", onAbort);
  return {
    of(made: ClientRequest) {
      request = made;
      if (why !== undefined) made.destroy();
    },
    pause() {
      isWaiting = false;
    },
    moved() {
      isWaiting = true;
      stall.refresh();
    },
    reason: () => why,
    throwIfOver() {
      if (why !== undefined) throw why;
    },
    async answered(asked: Promise<IncomingMessage>): Promise<IncomingMessage> {
      answer = await asked;
      stall.refresh();
      return answer;
    },
    end() {
      clearTimeout(stall);
      clearTimeout(total);
      signal?.removeEventListener("abort", onAbort);
      // of a body that was read to its end the connection is kept
      if (!answer?.complete) request?.destroy();
    },
  };
}

function ask(
  target: URL,
  { headers: said }: OutgoingLimits,
  agents: { http: HttpAgent; https: HttpsAgent },
  ending: Ending,
): Promise<IncomingMessage> {
  const headers = { "accept-encoding": "identity", ...said };
  return new Promise((resolve, reject) => {
    const request =
      target.protocol === "https:"
        ? httpsRequest(target, { agent: agents.https, headers })
        : httpRequest(target, { agent: agents.http, headers });
    ending.of(request);
    request.on("response", resolve);
    request.on("error", reject);
    request.end();
  });
}

function requirePlain(answer: IncomingMessage, maxBytes: number): void {
  const { statusCode: status = 0, headers } = answer;
  if (status !== 200) throw new OutgoingError(`answered with status ${status}`, { status });
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw new OutgoingError("sent a compressed body, which was not asked for");
  if (Number(headers["content-length"] ?? 0) > maxBytes)
    throw new OutgoingError(`announced ${headers["content-length"]} bytes of ${maxBytes} at most`);
}

const isAddress = (host: string) => host.includes(":") || /^\d+\.\d+\.\d+\.\d+$/.test(host);

const notPublic = (address: string) => `is at ${address}, which is no address of the public internet`;

function asOutgoing(error: unknown): OutgoingError {
  if (error instanceof OutgoingError) return error;
  const { cause, message } = error as Error;
  if (cause instanceof OutgoingError) return cause;
  return new OutgoingError(`gave no answer: ${message}`, { cause: error });
}
