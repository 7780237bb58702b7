// SPDX-License-Identifier: MIT
// The actions of `client.channel`. An action that adds nothing to a function of the contract is one line here.
import { isValidFunction } from "../abis/passkeyVerifier.generated.ts";
import {
  ClosedEvent,
  CloseStartedEvent,
  consentUsedFunction,
  MAXIMUM_WINDOWFunction,
  MINIMUM_WINDOWFunction,
  OpenedEvent,
  PasskeySetEvent,
  passkeyHashFunction,
  RefundedEvent,
  SettledEvent,
  ToppedUpEvent,
} from "../abis/paymentChannels.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";

export { closeByPayee as close } from "./closeByPayee.ts";
export { closeWithConsent } from "./closeWithConsent.ts";
export { signCloseConsent, signRefundConsent } from "./consent.ts";
export { finalize } from "./finalize.ts";
export { getChannel } from "./getChannel.ts";
export { getChannelsOf } from "./getChannelsOf.ts";
export { openByPasskey } from "./openByPasskey.ts";
export { openChannel as open } from "./openChannel.ts";
export { openFor } from "./openFor.ts";
export { signOpening, signOpeningByPasskey } from "./opening.ts";
export { signOpeningFunding } from "./openingFunding.ts";
export { openKeptSession } from "./openKeptSession.ts";
export { refund } from "./refund.ts";
export { setPasskey } from "./setPasskey.ts";
export { settle } from "./settle.ts";
export { settleMany } from "./settleMany.ts";
export { settleTicks } from "./settleTicks.ts";
export { startClose } from "./startClose.ts";
export { topUp } from "./topUp.ts";
export { waitForChannel as waitFor } from "./waitForChannel.ts";

/** Whether a payee's consent to a refund was used, by its channel and nonce. */
export const getConsentUsed = defineRead("paymentChannels", consentUsedFunction);
/** `keccak256(x ‖ y)` of the passkey that may open channels for `payer`; zeros if none may. */
export const getPasskeyHash = defineRead("paymentChannels", passkeyHashFunction);
/** The shortest window, in seconds. */
export const getMinimumWindow = defineRead("paymentChannels", MINIMUM_WINDOWFunction);
/** The longest window, in seconds. */
export const getMaximumWindow = defineRead("paymentChannels", MAXIMUM_WINDOWFunction);
/** Whether the passkey (`x`, `y`) signed `digest`; `assertion`: as {@link encodeAssertion} makes it. */
export const verifyPasskey = defineRead("passkeyVerifier", isValidFunction);

export const watchOpened = defineWatch("paymentChannels", OpenedEvent);
export const watchToppedUp = defineWatch("paymentChannels", ToppedUpEvent);
export const watchSettled = defineWatch("paymentChannels", SettledEvent);
export const watchRefunded = defineWatch("paymentChannels", RefundedEvent);
export const watchCloseStarted = defineWatch("paymentChannels", CloseStartedEvent);
export const watchClosed = defineWatch("paymentChannels", ClosedEvent);
export const watchPasskeySet = defineWatch("paymentChannels", PasskeySetEvent);
