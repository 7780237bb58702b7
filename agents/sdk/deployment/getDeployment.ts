// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { TributaryAddresses } from "../addresses.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import type { BaseUrl } from "../wire/baseUrl.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { type Patience, requestJson, SequencerUnreachable } from "../wire/requestJson.ts";
import { BadField, parseDeployment } from "./parseDeployment.ts";

/** All that a page needs to use a deployment. */
export type Deployment = {
  chainId: number;
  rpcUrl: string;
  addresses: TributaryAddresses;
  urls: {
    sequencer: BaseUrl;
    prover: BaseUrl;
    watchtower: BaseUrl;
    edges: BaseUrl[];
    /** Static copies of works, for `mirrorAt`; none where none are named. */
    mirrors: BaseUrl[];
    /** Key nodes; none where none are named. */
    keyholders: BaseUrl[];
    faucet: BaseUrl;
    /** Where people sign in; a deployment may have no such service. */
    signin?: BaseUrl;
  };
  works: { contentId: Hex; title: string; durationSec: number }[];
};

export type GetDeploymentParameters = Patience;
export type GetDeploymentReturnType = Deployment;
export type GetDeploymentErrorType = DeploymentUnreachable | DeploymentInvalid;

/** Nobody answered at the URL. */
export class DeploymentUnreachable extends TributaryError {
  override name = "DeploymentUnreachable";
}

/** What answered is no deployment; the message names the first wrong field. */
export class DeploymentInvalid extends TributaryError {
  override name = "DeploymentInvalid";
}

/**
 * Reads a deployment from where it is served: a running `npm start` prints the URL. Waits while a devnet is still starting. The
 * answer is to be trusted as far as its server is: on a chain where money is worth something, take the addresses from
 * `deployments`.
 *
 * @param url The base URL of the server, such as http://127.0.0.1:8600.
 * @example
 * const { rpcUrl, addresses, urls } = await getDeployment("http://127.0.0.1:8600");
 * const client = createWalletClient({ account, chain: withTributary(foundry, addresses), transport: http(rpcUrl) });
 */
export async function getDeployment(
  url: string,
  patience: GetDeploymentParameters = {},
): Promise<GetDeploymentReturnType> {
  const asked = nodeUrl(url, "v1", "deployment");
  const { status, json } = await requestJson(asked, { ...patience, method: "GET" }).catch((error) => {
    if (!(error instanceof SequencerUnreachable)) throw error;
    throw new DeploymentUnreachable(`no deployment comes from ${asked}`, {
      ...{ advice: "check the URL, and that `npm start` still runs there", docsPath: "devnet" },
      ...{ retryable: true, cause: error },
    });
  });
  const invalid = (what: string, cause?: unknown) =>
    new DeploymentInvalid(`what ${asked} answers is no deployment: ${what}`, {
      advice: "give the base URL that `npm start` prints, without a path, and use an SDK of the same version",
      docsPath: "devnet",
      cause,
    });
  if (status !== 200) throw invalid(`status ${status} (${json?.detail ?? "no reason given"})`);
  try {
    return parseDeployment(json);
  } catch (error) {
    throw error instanceof BadField ? invalid(error.message, error) : error;
  }
}
