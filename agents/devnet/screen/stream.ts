// SPDX-License-Identifier: GPL-3.0-or-later
import { formatEther } from "viem";

/** An amount in STREAM, to the wei. */
export const stream = (wei: bigint) => `${formatEther(wei)} STREAM`;
