// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { type Patience, requestJson } from "../wire/requestJson.ts";
import type { PackedOperation } from "./operation.ts";
import { OperationRefused } from "./operationRefused.ts";
import type { InputsContract } from "./signOperation.ts";

export type PostOperationParameters = InputsContract &
  PackedOperation & {
    sequencerUrl: string;
    signature: Hex;
    /** Of a comment: what its word is the hash of. */
    text?: string | undefined;
  };

/** Hands a signed operation to a sequencer. Throws as `InteractionSession.send` does. */
export async function postOperation(
  { sequencerUrl, interactionInputs: contract, ...signed }: PostOperationParameters,
  patience: Patience,
): Promise<void> {
  const { status, json } = await requestJson(nodeUrl(sequencerUrl, "v1", "interactions"), {
    ...{ method: "POST", body: JSON.stringify({ contract, ...signed }) },
    ...patience,
  });
  if (status !== 200) throw OperationRefused.by(status, json);
}
