// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  FORCE_DELAYFunction,
  ForcedPostedEvent,
  finalAtFunction,
  forceStrideFunction,
  InputsPostedEvent,
  interactionInputsErrors,
  postForcedFunction,
  postInputsFunction,
  postingCountFunction,
  postingHashFunction,
  queueFunction,
  StrideForcedEvent,
} from "../abis/interactionInputs.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Posting } from "./posting.ts";

const contract = { contract: "interactionInputs", errors: interactionInputsErrors } as const;

export type PostInputsParameters = {
  /** 192 bytes a stride, 1 to 64 of them: operations as of {@link packOperation}, each followed by its word, if it has one. */
  operations: Hex;
  /** 1,024 bytes a stride; none for an unsigned posting. */
  signatures?: Hex | undefined;
};

/**
 * Posts strides, as a sequencer.
 *
 * @throws ContractRefused, as of `InteractionInputs_ForcedFirst` while a stride of the queue is due.
 * @example
 * const { number, posting } = await client.interaction.postInputsSync({ operations, signatures });
 */
export const postInputs = defineWrite({
  ...contract,
  functions: [postInputsFunction],
  event: InputsPostedEvent,
  call: ({ operations, signatures = "0x" }: PostInputsParameters) => ({ args: [operations, signatures] }),
});

/**
 * Puts a signed stride into the queue, past every sequencer: after {@link getForceDelay} nothing else can be posted before it.
 *
 * @example
 * const { place } = await client.interaction.forceStrideSync({ operations, signatures });
 */
export const forceStride = defineWrite({
  ...contract,
  functions: [forceStrideFunction],
  event: StrideForcedEvent,
});

/** Posts the oldest strides of the queue, 64 at most. */
export const postForced = defineWrite({
  ...contract,
  functions: [postForcedFunction],
  event: InputsPostedEvent,
});

/** How many postings there are. */
export const getPostingCount = defineRead("interactionInputs", postingCountFunction);
/** The hash of a posting; zero if there is none. */
export const getPostingHash = defineRead("interactionInputs", postingHashFunction);
/** The first stride of the queue that waits, and where the queue ends. */
export const getQueue = defineRead("interactionInputs", queueFunction, {
  result: ([from, to]) => ({ from, to }),
});
/** When the marks of a posting are final, so that it may be asserted, in seconds. */
export const getFinalAt = defineRead("interactionInputs", finalAtFunction, {
  args: ({ posting }: { posting: Posting }) => [posting],
});
/** After how long a forced stride must be posted before all others, in seconds. */
export const getForceDelay = defineRead("interactionInputs", FORCE_DELAYFunction);

export const watchInputsPosted = defineWatch("interactionInputs", InputsPostedEvent);
export const watchStrideForced = defineWatch("interactionInputs", StrideForcedEvent);
export const watchForcedPosted = defineWatch("interactionInputs", ForcedPostedEvent);
