// SPDX-License-Identifier: MIT
import {
  contentRegistryErrors,
  nameSequencerFunction,
  SequencerNamedEvent,
} from "../abis/contentRegistry.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { parseBaseUrl } from "../wire/baseUrl.ts";

/** `sequencerUrl`: an empty text takes the name back. */
export type NameSequencerParameters = { sequencerUrl: string };

/**
 * Names the sequencer that takes vouchers for the account, and for every work that the account publishes. Players find it by
 * {@link getSequencer}.
 *
 * @throws BadBaseUrlError for a text that is no base URL.
 * @example
 * await client.content.nameSequencerSync({ sequencerUrl: "https://sequencer.example" });
 */
export const nameSequencer = defineWrite({
  contract: "contentRegistry",
  functions: [nameSequencerFunction],
  event: SequencerNamedEvent,
  errors: contentRegistryErrors,
  call: ({ sequencerUrl }: NameSequencerParameters) => ({
    args: [sequencerUrl === "" ? "" : parseBaseUrl(sequencerUrl)],
  }),
});
