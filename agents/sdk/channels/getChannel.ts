// SPDX-License-Identifier: MIT
import { channelOfFunction } from "../abis/paymentChannels.generated.ts";
import { defineRead } from "../chain/defineRead.ts";

/**
 * Reads the stored state of a channel, as {@link Channel} describes it; all zero for a channel that was never opened.
 *
 * @example
 * const { deposit, settled } = await client.channel.getChannel({ channelId });
 */
export const getChannel = defineRead("paymentChannels", channelOfFunction);
