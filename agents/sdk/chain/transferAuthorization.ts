// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, parseSignature } from "viem";
import { parametersOf } from "./abiItems.ts";
import type { SigningClient } from "./clients.ts";
import type { Funding } from "./fundingSource.ts";
import { inAnHour, random32, tokenDomainOf } from "./signing.ts";
import { signTypedMessage } from "./signTypedMessage.ts";

export type TransferAuthorizationTypedDataParameters = {
  chainId: number;
  token: Address;
  name: string;
  version: string;
  from: Address;
  to: Address;
  amountWei: bigint;
  validAfter: bigint;
  validBefore: bigint;
  nonce: Hex;
};

/** @returns The typed data that `from` signs so that `to` may take `amountWei` once (EIP-3009). */
export function transferAuthorizationTypedData(parameters: TransferAuthorizationTypedDataParameters) {
  const { chainId, token, name, version, from, to, amountWei, validAfter, validBefore, nonce } = parameters;
  return {
    domain: { name, version, chainId, verifyingContract: token },
    types: {
      ReceiveWithAuthorization: [
        { name: "from", type: "address" },
        { name: "to", type: "address" },
        { name: "value", type: "uint256" },
        { name: "validAfter", type: "uint256" },
        { name: "validBefore", type: "uint256" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    primaryType: "ReceiveWithAuthorization",
    message: { from, to, value: amountWei, validAfter, validBefore, nonce },
  } as const;
}

export type SignTransferAuthorizationParameters = {
  token: Address;
  /** The contract that takes the deposit. */
  spender: Address;
  amountWei: bigint;
  /** The last second at which the authorization is good; in an hour by default. */
  deadline?: bigint;
  /** Good once for each account; random by default. */
  nonce?: Hex;
};

/** A signed EIP-3009 authorization. */
export type TransferAuthorization = { validAfter: bigint; validBefore: bigint; nonce: Hex; signature: Hex };

/**
 * Signs an EIP-3009 authorization with the client's account, for a token such as USDC.
 *
 * @throws Error for a token whose EIP-712 domain is not its name and version, and which would refuse the authorization.
 * @example
 * const funding = fundByEip3009(await signTransferAuthorization(client, { token, spender: paymentChannels, amountWei }));
 */
export async function signTransferAuthorization(
  client: SigningClient,
  {
    token,
    spender,
    amountWei,
    deadline = inAnHour(),
    nonce = random32(),
  }: SignTransferAuthorizationParameters,
): Promise<TransferAuthorization> {
  const times = { validAfter: 0n, validBefore: deadline + 1n, nonce };
  const typedData = transferAuthorizationTypedData({
    ...(await tokenDomainOf(client, token)),
    ...{ from: client.account.address, to: spender, amountWei },
    ...times,
  });
  return { ...times, signature: await signTypedMessage(client, typedData) };
}

/** @returns The funding out of an EIP-3009 authorization of exactly the deposit. */
export function fundByEip3009({ validAfter, validBefore, nonce, signature }: TransferAuthorization): Funding {
  const { r, s, yParity } = parseSignature(signature);
  const parameters = parametersOf("uint256", "uint256", "bytes32", "uint8", "bytes32", "bytes32");
  const values = [validAfter, validBefore, nonce, 27 + yParity, r, s] as const;
  return { source: 4, authorization: encodeAbiParameters(parameters, values) };
}
