// SPDX-License-Identifier: MIT
import type { Hex, TypedDataDefinition } from "viem";
import { signTypedData } from "viem/actions";
import type { SigningClient } from "./clients.ts";
import { normalizeSignature } from "./signature.ts";

/** Signs typed data with the client's account, in the form that contracts take, whatever the wallet. */
export async function signTypedMessage(client: SigningClient, typedData: object): Promise<Hex> {
  const { account } = client;
  return normalizeSignature(await signTypedData(client, { ...(typedData as TypedDataDefinition), account }));
}
