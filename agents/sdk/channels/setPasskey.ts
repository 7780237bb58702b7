// SPDX-License-Identifier: MIT
import { zeroHash } from "viem";
import {
  PasskeySetEvent,
  paymentChannelsErrors,
  setPasskeyFunction,
} from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Passkey } from "./passkey.ts";

/** `passkey`: in the place of the last one; `null` removes the last one. */
export type SetPasskeyParameters = { passkey: Passkey | null };

/**
 * Sets the passkey that may open channels for the account, with the account's money.
 *
 * @example
 * const { publicKey } = await createWebAuthnCredential({ name: "Tributary" }); // of viem/account-abstraction
 * await client.channel.setPasskeySync({ passkey: passkeyOf(publicKey) });
 */
export const setPasskey = defineWrite({
  contract: "paymentChannels",
  functions: [setPasskeyFunction],
  event: PasskeySetEvent,
  errors: paymentChannelsErrors,
  call: ({ passkey }: SetPasskeyParameters) => ({ args: [passkey?.x ?? zeroHash, passkey?.y ?? zeroHash] }),
});
