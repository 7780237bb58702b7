// SPDX-License-Identifier: MIT
import { type Account, type Address, isAddressEqual } from "viem";
import { parseAccount } from "viem/utils";
import { noncesFunction } from "../abis/forwarder.generated.ts";
import { assertChain } from "../chain/assertChain.ts";
import { type AnyClient, signingClient } from "../chain/clients.ts";
import { defineRead } from "../chain/defineRead.ts";
import type { WriteCall } from "../chain/defineWrite.ts";
import { addressOf, type ContractKey } from "../chain/deployment.ts";
import { limitOf, simulate } from "../chain/sendWrite.ts";
import { inAnHour } from "../chain/signing.ts";
import { signTypedMessage } from "../chain/signTypedMessage.ts";
import { errorOf } from "../errors/chainErrors.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { type ForwardRequest, forwardRequestTypedData } from "./forwardRequest.ts";

/** The nonce of an account's next request. */
export const getNonce = defineRead("forwarder", noncesFunction);

export type SignRequestParameters = {
  /** A call of StreamingProtocol, as `.call` or `.signCall` of a write makes it, {@link batchStreams} among them. */
  call: WriteCall;
  /** The last second in which the request is valid; in an hour by default. */
  deadline?: bigint | undefined;
  /** The gas that the call gets; by default, enough for any second in which the call is mined. */
  callGas?: bigint | undefined;
  /** The account's next nonce by default. The second of two requests that wait takes one more. */
  requestNonce?: bigint | undefined;
  /** The signer; the client's own account by default. */
  account?: Account | Address | undefined;
} & { [key in ContractKey]?: Address | undefined };

/**
 * Signs a call, so that anyone may send it and pay its gas (ERC-2771). The account needs no ETH, and a key of its own: the
 * forwarder takes no signature of a contract.
 *
 * @throws ContractRefused when the call would fail now; UserRejected; WrongChain.
 * @example
 * const call = await viewer.stream.open.signCall({ contentId, rate, depositWei, source: "permit" });
 * const request = await viewer.forwarder.signRequest({ call });
 * const hash = await relayer.forwarder.execute({ request });
 * const { key } = await viewer.stream.open.wait({ contentId, rate, depositWei, hash });
 */
export async function signRequest(
  anyClient: AnyClient,
  { call, deadline = inAnHour(), callGas, requestNonce, account, ...given }: SignRequestParameters,
): Promise<ForwardRequest> {
  const client = signingClient(anyClient, account);
  const { chain } = client;
  const from = client.account.address;
  const { to, data, value = 0n, functionName } = call;
  const forwarder = addressOf(chain, "forwarder", given);
  if (!isAddressEqual(to, addressOf(chain, "streamingProtocol", given)))
    throw new TributaryError(`${functionName} cannot be forwarded: ${to} does not trust the forwarder`, {
      advice: "sign a call of StreamingProtocol",
    });
  try {
    await assertChain(client);
    // the contract takes the sender of a forwarded call from its last 20 bytes
    const forwarded = { ...client, account: parseAccount(forwarder) };
    const { abi, address, args = [], check } = call;
    const suffixed = { abi, address, functionName, args, value, dataSuffix: from };
    await simulate(forwarded, suffixed, check);
    const gas = await limitOf(forwarded, suffixed, callGas, check);
    const nonce = requestNonce ?? (await getNonce(client, { ...given, owner: from }));
    const request = { from, to, value, gas, deadline: Number(deadline), data };
    const terms = { ...request, chainId: chain.id, forwarder, requestNonce: nonce };
    return { ...request, signature: await signTypedMessage(client, forwardRequestTypedData(terms)) };
  } catch (error) {
    throw errorOf(error, functionName);
  }
}
