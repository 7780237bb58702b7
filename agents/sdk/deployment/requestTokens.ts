// SPDX-License-Identifier: MIT
import { type Address, getAddress, type Hex, isAddress } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { TributaryError, type TributaryErrorOptions } from "../errors/TributaryError.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { requestJson, SequencerUnreachable } from "../wire/requestJson.ts";

export type RequestTokensParameters = { address: Address; signal?: AbortSignal | undefined };
export type RequestTokensReturnType = { streamWei: bigint; etherWei: bigint; transactions: Hex[] };
export type RequestTokensErrorType = FaucetRefused;

type Refusal = { code: string; detail: string; retryAfterSec?: number | undefined };

/** The faucet gave nothing. */
export class FaucetRefused extends TributaryError {
  override name = "FaucetRefused";
  /** The faucet's reason: `given_before`, `too_many`, `no_account`, `empty`; `unreachable` where no answer came. */
  readonly code: string;
  /** The time until the faucet gives again; undefined where no time helps. */
  readonly retryAfterSec: number | undefined;

  constructor({ code, detail, retryAfterSec }: Refusal, options: TributaryErrorOptions = {}) {
    super(detail, { docsPath: "devnet", retryable: retryAfterSec !== undefined, ...options });
    this.code = code;
    this.retryAfterSec = retryAfterSec;
  }
}

/**
 * Asks the faucet of a development chain for STREAM, and for ether to pay gas. Resolves once both have arrived. An account is
 * given once an hour.
 *
 * @param url The faucet's base URL: `urls.faucet` of a deployment.
 * @throws FaucetRefused
 * @example
 * const { urls } = await getDeployment("http://127.0.0.1:8600");
 * await requestTokens(urls.faucet, { address: account.address });
 */
export async function requestTokens(
  url: string,
  { address, signal }: RequestTokensParameters,
): Promise<RequestTokensReturnType> {
  if (!isAddress(address))
    throw new InvalidInput(`${address} is not an address: give 0x and 40 hex digits with the right checksum`);
  const body = JSON.stringify({ address: getAddress(address) });
  // once: what was lost may have arrived, and a second request would be refused for that
  const request = { method: "POST", body, retries: 0, signal } as const;
  const { status, json } = await requestJson(nodeUrl(url, "v1", "faucet"), request).catch((cause) => {
    if (!(cause instanceof SequencerUnreachable)) throw cause;
    throw new FaucetRefused(
      { code: "unreachable", detail: `no answer from the faucet at ${url}` },
      { cause, retryable: true, advice: "look at the account's balance, then ask again" },
    );
  });
  if (status !== 200) throw new FaucetRefused(refusalOf(status, json));
  const { streamWei, etherWei, transactions } = json ?? {};
  if (!isAmount(streamWei) || !isAmount(etherWei) || !Array.isArray(transactions))
    throw new FaucetRefused({ code: "no_faucet", detail: `what answers at ${url} is no faucet` });
  return { streamWei: BigInt(streamWei), etherWei: BigInt(etherWei), transactions };
}

const isAmount = (value: unknown): value is string => typeof value === "string" && /^[0-9]+$/.test(value);

function refusalOf(status: number, json: Record<string, unknown> | null): Refusal {
  const { code, detail, retryAfterSec } = json ?? {};
  return {
    code: typeof code === "string" ? code : "refused",
    detail: typeof detail === "string" ? detail : `the faucet answered ${status}`,
    retryAfterSec: typeof retryAfterSec === "number" ? retryAfterSec : undefined,
  };
}
