// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  DEMAND_TIMEFunction,
  demandBondFunction,
  demandSignatureFunction,
  interactionInputsErrors,
  marksOfFunction,
  reclaimBondFunction,
  SignatureDemandedEvent,
  SignatureMissingEvent,
  SignatureShownEvent,
  showSignatureFunction,
} from "../abis/interactionInputs.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { OperationPlace, Posting } from "./posting.ts";

const contract = { contract: "interactionInputs", errors: interactionInputsErrors } as const;

export type DemandSignatureParameters = OperationPlace & {
  /** In wei of ether; {@link getDemandBond} at least. */
  bondWei: bigint;
};

/**
 * Demands the signature of an operation that was posted without. Until it is shown, nothing in the whole posting has an effect.
 *
 * @throws ContractRefused, as of `InteractionInputs_TooLate`.
 * @example
 * const bondWei = await client.interaction.getDemandBond({});
 * await client.interaction.demandSignatureSync({ number, posting, stride, place: 3, bondWei });
 */
export const demandSignature = defineWrite({
  ...contract,
  functions: [demandSignatureFunction],
  event: SignatureDemandedEvent,
  call: ({ number, posting, stride, place, bondWei }: DemandSignatureParameters) => ({
    args: [number, posting, stride, place],
    value: bondWei,
  }),
});

export type ShowSignatureParameters = OperationPlace & {
  /** Of the record that the operation changes, before it; for `peer`, the epoch. */
  version: number;
  /** 64 bytes (EIP-2098), by the actor's first key: see {@link signOperation}. */
  signature: Hex;
};

/** Shows a demanded signature, or one for a later version than was shown. Who shows the first is paid for the gas. */
export const showSignature = defineWrite({
  ...contract,
  functions: [showSignatureFunction],
  event: SignatureShownEvent,
  call: ({ number, posting, stride, place, version, signature }: ShowSignatureParameters) => ({
    args: [number, posting, stride, place, version, signature],
  }),
});

/** An operation by its numbers: `stride` from 0, `place` 0 to 15. */
export type ReclaimBondParameters = { number: bigint; posting: Posting; stride: bigint; place: number };

/** Returns the bond of a demand that nobody answered, to who put it up. */
export const reclaimBond = defineWrite({
  ...contract,
  functions: [reclaimBondFunction],
  event: SignatureMissingEvent,
  call: ({ number, posting, stride, place }: ReclaimBondParameters) => ({
    args: [number, posting, stride, place],
  }),
});

/**
 * The marks of a stride, 16 bits an operation, the first in the lowest: 0 where nobody asked, else 1 + the version of the signature that was shown.
 * All bits are set as long as a demanded signature of the posting is not shown.
 */
export const getMarksOf = defineRead("interactionInputs", marksOfFunction);
/** The least bond of a demand now, in wei of ether. */
export const getDemandBond = defineRead("interactionInputs", demandBondFunction);
/** For how long signatures of a posting may be demanded, in seconds. */
export const getDemandTime = defineRead("interactionInputs", DEMAND_TIMEFunction);

export const watchSignatureDemanded = defineWatch("interactionInputs", SignatureDemandedEvent);
export const watchSignatureShown = defineWatch("interactionInputs", SignatureShownEvent);
export const watchSignatureMissing = defineWatch("interactionInputs", SignatureMissingEvent);
