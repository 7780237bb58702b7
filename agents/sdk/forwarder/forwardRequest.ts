// SPDX-License-Identifier: MIT
import { type Address, type Hex, size } from "viem";
import { tributaryDomain } from "../chain/domain.ts";

/** A call that `from` signed, and that anyone may send through the forwarder. Amounts in wei, `deadline` in seconds. */
export type ForwardRequest = {
  from: Address;
  to: Address;
  value: bigint;
  gas: bigint;
  deadline: number;
  data: Hex;
  signature: Hex;
};

export type ForwardRequestTypedDataParameters = Omit<ForwardRequest, "signature"> & {
  chainId: number;
  forwarder: Address;
  requestNonce: bigint;
};

/** @returns The typed data that an account signs, so that the forwarder may name it as the sender of one call (ERC-2771). */
export function forwardRequestTypedData(parameters: ForwardRequestTypedDataParameters) {
  const { chainId, forwarder, requestNonce: nonce, ...call } = parameters;
  return {
    domain: tributaryDomain(chainId, forwarder),
    types: {
      ForwardRequest: [
        { name: "from", type: "address" },
        { name: "to", type: "address" },
        { name: "value", type: "uint256" },
        { name: "gas", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint48" },
        { name: "data", type: "bytes" },
      ],
    },
    primaryType: "ForwardRequest",
    message: { ...call, nonce },
  } as const;
}

const BASE_GAS = 50_000n;

/**
 * The gas limit for requests: the signed gas, of which the call inside gets 63 64ths, the forwarder's own, and the call data's.
 * An estimate falls short where a call inside can fail for too little gas, and the outer goes through.
 */
export function gasOfRequests(requests: readonly ForwardRequest[]): bigint {
  const own = ({ gas, data }: ForwardRequest) => (gas * 64n) / 63n + 60_000n + 60n * BigInt(size(data));
  return requests.reduce((sum, request) => sum + own(request), BASE_GAS);
}
