// SPDX-License-Identifier: MIT
import type { ContractRefused } from "../errors/chainErrors.ts";
import type { AccessTerms } from "./terms.ts";

/** Why a part denies whose answer is no. */
const DENIED: Partial<Record<AccessTerms["kind"], string>> = {
  seat: "no seat at that rate runs",
  purchase: "not bought, or its time is over",
  erc20: "too little is held",
  erc721: "not owned",
  erc1155: "too little is held",
  collaborators: "not among them",
};

/** Why a part cannot answer, by the error of its contract. */
const UNKNOWN: Record<string, string | ((args: readonly unknown[]) => string)> = {
  StreamPolicy_NotStreaming: ([, status]) => STREAM_STATUS[Number(status)] ?? "no such stream flows",
  StreamPolicy_RateTooLow: "the stream flows too slowly",
  MeteredPolicy_NotASequencer: "the sequencer does not serve any more",
  MeteredPolicy_ReceiptExpired: "the receipt has expired: ask the sequencer again",
  MeteredPolicy_ReceiptOfAnother: "the receipt is of another viewer, work or period",
  MeteredPolicy_PriceTooLow: "the receipt is for a lower price",
  MeteredPolicy_SignatureInvalid: "the sequencer did not sign the receipt",
  AllowListPolicy_NotListed: "the path does not lead to the list",
};

/** By {@link StreamStatus}'s number. */
const STREAM_STATUS = ["no stream is open", "", "the stream is paused", "the stream has no funds left"];

/** Where nothing was shown. */
const NOT_SHOWN: Partial<Record<AccessTerms["kind"], string>> = {
  metered: "no receipt was shown",
  allowList: "no path was shown",
};

/** @returns Why a part of a policy does not let in. `failure`: of a part whose contract did not answer. */
export function reasonOf(
  { kind }: AccessTerms,
  failure?: { refusal: ContractRefused | undefined; isShown: boolean },
): string {
  if (failure === undefined) return DENIED[kind] ?? "no";
  if (!failure.isShown && NOT_SHOWN[kind]) return NOT_SHOWN[kind];
  const { errorName = "", args = [] } = failure.refusal ?? {};
  const known = UNKNOWN[errorName];
  if (typeof known === "function") return known(args);
  return known ?? "its contract did not answer";
}
