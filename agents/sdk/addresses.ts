// SPDX-License-Identifier: MIT
import type { Address } from "viem";

/** Where the contracts that a dApp calls stand on one chain. */
export type TributaryAddresses = {
  streamToken: Address;
  tokenDistribution: Address;
  tokenVesting: Address;
  staking: Address;
  positionToken: Address;
  /** The ERC-2771 forwarder that StreamingProtocol trusts. */
  forwarder: Address;
  streamingProtocol: Address;
  streamPools: Address;
  contentRegistry: Address;
  operatorRegistry: Address;
  contentCourt: Address;
  paymentChannels: Address;
  splitRollup: Address;
  /** The first block worth reading logs of. */
  startBlock: bigint;
};

/** The file that the deploy script writes; what else stands in it does not matter here. */
export type DeploymentFile = {
  startBlock: number;
  contracts: Record<
    | "StreamToken"
    | "TokenDistribution"
    | "TokenVesting"
    | "Staking"
    | "PositionToken"
    | "Forwarder"
    | "StreamingProtocol"
    | "StreamPools"
    | "ContentRegistry"
    | "OperatorRegistry"
    | "ContentCourt"
    | "PaymentChannels"
    | "SplitRollup",
    string
  >;
};

/**
 * The addresses in a deployment file. There is no public deployment yet; `npm start` prints where its own file is.
 *
 * @example
 * const addresses = addressesOf(JSON.parse(await readFile("deployment.json", "utf8")));
 */
export function addressesOf({ contracts, startBlock }: DeploymentFile): TributaryAddresses {
  return {
    streamToken: contracts.StreamToken as Address,
    tokenDistribution: contracts.TokenDistribution as Address,
    tokenVesting: contracts.TokenVesting as Address,
    staking: contracts.Staking as Address,
    positionToken: contracts.PositionToken as Address,
    forwarder: contracts.Forwarder as Address,
    streamingProtocol: contracts.StreamingProtocol as Address,
    streamPools: contracts.StreamPools as Address,
    contentRegistry: contracts.ContentRegistry as Address,
    operatorRegistry: contracts.OperatorRegistry as Address,
    contentCourt: contracts.ContentCourt as Address,
    paymentChannels: contracts.PaymentChannels as Address,
    splitRollup: contracts.SplitRollup as Address,
    startBlock: BigInt(startBlock),
  };
}
