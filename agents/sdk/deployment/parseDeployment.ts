// SPDX-License-Identifier: MIT
import { type Address, type Hex, isAddress, isHex } from "viem";
import { addressesOf } from "../addresses.ts";
import { CONTRACT_NAMES, type ContractName } from "../contracts.generated.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { type BadBaseUrlError, type BaseUrl, parseBaseUrl } from "../wire/baseUrl.ts";
import type { Deployment } from "./getDeployment.ts";

/** A field of a deployment is missing, or wrong. */
export class BadField extends TributaryError {
  override name = "BadField";
}

/** Reads the JSON of a deployment; other fields are ignored. @throws BadField, naming the first field that is wrong. */
export function parseDeployment(json: unknown): Deployment {
  const all = fieldsOf(json, "the answer");
  const contracts = fieldsOf(all.contracts, "contracts");
  const urls = fieldsOf(all.urls, "urls");
  const url = (name: string) => baseUrlOf(urls[name], `urls.${name}`);
  return {
    chainId: wholeNumberOf(all.chainId, "chainId", 1),
    rpcUrl: httpUrlOf(all.rpcUrl, "rpcUrl"),
    addresses: addressesOf({
      startBlock: wholeNumberOf(all.startBlock, "startBlock", 0),
      contracts: Object.fromEntries(
        CONTRACT_NAMES.map((name) => [name, addressOf(contracts[name], `contracts.${name}`)]),
      ) as Record<ContractName, Address>,
    }),
    urls: {
      sequencer: url("sequencer"),
      prover: url("prover"),
      watchtower: url("watchtower"),
      edges: listOf(urls.edges, "urls.edges", baseUrlOf),
      mirrors: listOf(urls.mirrors ?? [], "urls.mirrors", baseUrlOf),
      keyholders: listOf(urls.keyholders ?? [], "urls.keyholders", baseUrlOf),
      faucet: url("faucet"),
      ...(urls.signin !== undefined && { signin: url("signin") }),
    },
    works: listOf(all.works, "works", workOf),
  };
}

type Fields = Record<string, unknown>;

function workOf(value: unknown, name: string): Deployment["works"][number] {
  const { contentId, title, durationSec } = fieldsOf(value, name);
  demand(isHex(contentId) && contentId.length === 66, `${name}.contentId`, "32 bytes in hex");
  demand(typeof title === "string", `${name}.title`, "a text");
  demand(
    Number.isFinite(durationSec) && Number(durationSec) > 0,
    `${name}.durationSec`,
    "a number of seconds",
  );
  return { contentId: contentId as Hex, title: title as string, durationSec: durationSec as number };
}

function fieldsOf(value: unknown, name: string): Fields {
  demand(typeof value === "object" && value !== null && !Array.isArray(value), name, "an object");
  return value as Fields;
}

function listOf<Item>(value: unknown, name: string, itemOf: (item: unknown, name: string) => Item): Item[] {
  demand(Array.isArray(value), name, "a list");
  return (value as unknown[]).map((item, index) => itemOf(item, `${name}[${index}]`));
}

function wholeNumberOf(value: unknown, name: string, least: number): number {
  demand(Number.isSafeInteger(value) && Number(value) >= least, name, `a whole number of at least ${least}`);
  return value as number;
}

function addressOf(value: unknown, name: string): Address {
  demand(typeof value === "string" && isAddress(value) && BigInt(value) > 0n, name, "a contract's address");
  return value as Address;
}

function httpUrlOf(value: unknown, name: string): string {
  const { protocol } = typeof value === "string" && URL.canParse(value) ? new URL(value) : { protocol: "" };
  demand(protocol === "http:" || protocol === "https:", name, "an http or https URL");
  return value as string;
}

function baseUrlOf(value: unknown, name: string): BaseUrl {
  try {
    return parseBaseUrl(httpUrlOf(value, name));
  } catch (error) {
    throw error instanceof BadField
      ? error
      : new BadField(`${name} is not ${(error as BadBaseUrlError).wanted}`);
  }
}

function demand(holds: boolean, name: string, expected: string): void {
  if (!holds) throw new BadField(`${name} is not ${expected}`);
}
