// SPDX-License-Identifier: GPL-3.0-or-later
import { getAddress, isAddress } from "viem/utils";
import { checkTable, type SplitTable } from "../../../splits/table.ts";
import type { Field } from "../publish/terms.ts";

/** A table has 16 rows at most. */
const MOST_BYTES = 16_384;

/** The table in a file that `tributary split create` wrote. */
export async function tableIn(file: Pick<Blob, "size" | "text">): Promise<Field<SplitTable>> {
  const fault =
    "This is not the table of a split. Choose the file that was written when the split was created.";
  if (file.size > MOST_BYTES) return { fault };
  try {
    const rows: { recipient: string; bps: number }[] = JSON.parse(await file.text());
    if (!rows.every(({ recipient }) => isAddress(recipient, { strict: false }))) return { fault };
    const value = rows.map(({ recipient, bps }) => ({ recipient: getAddress(recipient), bps }));
    checkTable(value);
    return { value };
  } catch {
    return { fault };
  }
}
