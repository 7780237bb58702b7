// SPDX-License-Identifier: MIT
// The actions of `client.access`: who may have the keys of a work. An action that adds nothing to a function of the contract is
// one line here.
import {
  DefaultPolicySetEvent,
  DelegateSetEvent,
  DelegatesRevokedEvent,
  MAXIMUM_DELEGATIONFunction,
  MAXIMUM_TERMS_BYTESFunction,
  POLICY_GASFunction,
  PolicySetEvent,
  SIGNATURE_GASFunction,
} from "../abis/accessPolicy.generated.ts";
import {
  isAllowedFunction,
  MAXIMUM_DEPTHFunction,
  MAXIMUM_PARTSFunction,
  PART_GASFunction,
  requireShapeFunction,
} from "../abis/composedPolicy.generated.ts";
import { EditionBoughtEvent, OfferSetEvent } from "../abis/purchasePolicy.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { POLICIES } from "./policies.ts";

export { buyEdition as buy } from "./buyEdition.ts";
export { signAccessDelegation } from "./delegation.ts";
export { explainAccess } from "./explainAccess.ts";
export { getDelegateSeries, getIsDelegate } from "./getDelegates.ts";
export { getHasAccess } from "./getHasAccess.ts";
export { getDefaultPolicyOf, getPolicy, getPolicyOf } from "./getPolicy.ts";
export { getEditionEndsAt, getOffer } from "./offer.ts";
export { revokeDelegates } from "./revokeDelegates.ts";
export { setDefaultPolicy } from "./setDefaultPolicy.ts";
export { setDelegate } from "./setDelegate.ts";
export { setOffer } from "./setOffer.ts";
export { setPolicy } from "./setPolicy.ts";

/** What one policy answers, which `contract` names. A refusal, as of missing evidence, is a ContractRefused. */
export const getIsAllowed = defineRead(POLICIES, isAllowedFunction);
/** Refuses terms of a composition that are malformed, too deep, or of too many parts. */
export const getRequiredShape = defineRead("composedPolicy", requireShapeFunction);
/** How deep compositions may stand in one another. */
export const getMaximumDepth = defineRead("composedPolicy", MAXIMUM_DEPTHFunction);
/** The most parts of a composition that are no compositions, of all depths together. */
export const getMaximumParts = defineRead("composedPolicy", MAXIMUM_PARTSFunction);
/** The gas that each part of a composition has for its answer. */
export const getPartGas = defineRead("composedPolicy", PART_GASFunction);
/** The gas that a policy has for its answer. */
export const getPolicyGas = defineRead("accessPolicy", POLICY_GASFunction);
/** The gas that a viewer's contract has to check a signature. */
export const getSignatureGas = defineRead("accessPolicy", SIGNATURE_GASFunction);
/** The most bytes of a policy's terms. */
export const getMaximumTermsBytes = defineRead("accessPolicy", MAXIMUM_TERMS_BYTESFunction);
/** How far ahead a delegation may end, in seconds. */
export const getMaximumDelegation = defineRead("accessPolicy", MAXIMUM_DELEGATIONFunction);

export const watchPolicySet = defineWatch("accessPolicy", PolicySetEvent);
export const watchDefaultPolicySet = defineWatch("accessPolicy", DefaultPolicySetEvent);
export const watchDelegateSet = defineWatch("accessPolicy", DelegateSetEvent);
export const watchDelegatesRevoked = defineWatch("accessPolicy", DelegatesRevokedEvent);
export const watchOfferSet = defineWatch("purchasePolicy", OfferSetEvent);
export const watchEditionBought = defineWatch("purchasePolicy", EditionBoughtEvent);
