// SPDX-License-Identifier: GPL-3.0-or-later
import { contains } from "ox/Bloom";
import type { Address, Hex } from "viem";

/** The receiptsRoot of a block without transactions. */
const NO_RECEIPTS: Hex = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

/**
 * Whether a block may hold a log of one of `addresses` with one of `topics`, by its header alone; false is certain.
 * Some chains leave the bloom empty. An empty bloom counts only beside the root of no receipts.
 */
export function mayHoldLogs(
  { logsBloom, receiptsRoot }: { logsBloom?: Hex | null; receiptsRoot?: Hex | undefined },
  { addresses, topics }: { addresses: readonly Address[]; topics: readonly Hex[] },
): boolean {
  if (!logsBloom || /^0x0*$/.test(logsBloom)) return receiptsRoot !== NO_RECEIPTS;
  return (
    addresses.some((address) => contains(logsBloom, address)) &&
    topics.some((topic) => contains(logsBloom, topic))
  );
}
