// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { sequencerOfFunction, sequencerOfWorkFunction } from "../abis/contentRegistry.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { type Payee, parsePayee } from "../chain/payee.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { type BaseUrl, parseBaseUrl } from "../wire/baseUrl.ts";

/** The text by which an account named its sequencer, unchecked; {@link getSequencer} checks it. */
export const getSequencerOf = defineRead("contentRegistry", sequencerOfFunction);
/** The text by which the payee or the publisher of a work named a sequencer, unchecked. */
export const getSequencerOfWork = defineRead("contentRegistry", sequencerOfWorkFunction);

export type GetSequencerParameters = ReadOptions & ({ contentId: Hex } | { payee: Payee });
export type GetSequencerReturnType = BaseUrl | undefined;

/**
 * Reads the base URL of the sequencer for payments of a work, or to a payee; undefined where none is named. Of a work, the payee's
 * name comes first, then the publisher's. Splits name none, so ask by the work.
 *
 * @throws TributaryError for a name that is no base URL; InvalidInput for a split.
 * @example
 * const sequencerUrl = await client.content.getSequencer({ contentId });
 */
export async function getSequencer(
  client: AnyClient,
  parameters: GetSequencerParameters,
): Promise<GetSequencerReturnType> {
  const named =
    "contentId" in parameters
      ? await getSequencerOfWork(client, parameters)
      : await getSequencerOf(client, { ...parameters, account: accountOf(parameters.payee) });
  if (named === "") return undefined;
  try {
    return parseBaseUrl(named);
  } catch (cause) {
    throw new TributaryError("the sequencer that is named on chain is no base URL", {
      ...{ cause, advice: "ask the publisher or the payee to name it anew, or use another sequencer" },
    });
  }
}

function accountOf(payee: Payee) {
  const parsed = parsePayee(payee);
  if (parsed.kind === "address") return parsed.address;
  throw new InvalidInput(`a split, as ${parsed.split}, names no sequencer: give the contentId of a work`);
}
