// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { UserError } from "../../kernel/process/errors.ts";
import type { Dealer } from "../../sdk/committees/dealing.ts";
import { concatBytes } from "../../sdk/content/merkle.ts";
import { type Curve, compress, type Point } from "../../sdk/encryption/curve.ts";
import { numberOf, scalarBytes } from "../../sdk/encryption/scalars.ts";
import { bytes32 } from "../../vouchers/voucherRequest.ts";
import { openBytes, type SealedPlace, sealBytes } from "../shares/sealedBytes.ts";
import { writeWhole } from "../shares/wholeFile.ts";

const SCALAR_BYTES = 32;
const hex = z.custom<Hex>((value) => typeof value === "string" && /^0x([0-9a-f]{2})+$/.test(value), "hex");

/** What a member drew for one generation: its secrets encrypted to its account, bound to the generation and the place. */
const dealingFile = z.object({
  committeeId: bytes32,
  index: z.int().min(1).max(16),
  /** The coefficients of the polynomial times the generator, compressed. */
  commitments: z.array(hex),
  ephemeralKey: hex,
  sealed: hex,
});

/**
 * Where a node keeps what it dealt, from before it commits until the epoch has begun. A dealing that is lost cannot be drawn again: its
 * place on chain is taken.
 */
export function openDealings(curve: Curve, dataDir: string, privateKey: Hex) {
  const publicKey = hexToBytes(privateKeyToAccount(privateKey).publicKey) as Point;
  const pathOf = (committeeId: Hex) => join(dataDir, "dealings", `${committeeId}.json`);
  const has = (committeeId: Hex) => existsSync(pathOf(committeeId));

  return {
    has,
    /** Stores a dealing, on disk when this returns. Throws where there is one: nobody deals twice. */
    keep({ committeeId, index, transportSecret, shares, commitments }: Dealer): void {
      if (has(committeeId)) throw new Error(`a dealing of the generation ${committeeId} is on disk`);
      const secrets = concatBytes([transportSecret, ...shares].map(scalarBytes));
      writeWhole(pathOf(committeeId), {
        ...{ committeeId, index, commitments: commitments.map((point) => bytesToHex(compress(point))) },
        ...sealBytes(publicKey, whereOf(committeeId, index), secrets),
      });
    },
    /** The dealing of a generation; undefined for none. Throws a UserError for a file that does not open. */
    read(committeeId: Hex): Dealer | undefined {
      const path = pathOf(committeeId);
      if (!has(committeeId)) return undefined;
      try {
        const file = dealingFile.parse(JSON.parse(readFileSync(path, "utf8")));
        const bytes = openBytes(privateKey, whereOf(committeeId, file.index), file);
        const [transportSecret, ...shares] = Array.from({ length: bytes.length / SCALAR_BYTES }, (_, at) =>
          numberOf(bytes.subarray(at * SCALAR_BYTES, (at + 1) * SCALAR_BYTES)),
        );
        const commitments = file.commitments.map((point) => curve.decompress(hexToBytes(point))!);
        return { committeeId, index: file.index, transportSecret: transportSecret!, shares, commitments };
      } catch (cause) {
        throw new UserError(
          `${path} is not what this account dealt in the generation ${committeeId}.`,
          "The file was changed, or is another account's: take a backup's. Without it, this node gets no key share in this generation.",
          { cause },
        );
      }
    },
    erase: (committeeId: Hex): void => rmSync(pathOf(committeeId), { force: true }),
  };
}
export type Dealings = ReturnType<typeof openDealings>;

const whereOf = (committeeId: Hex, index: number): SealedPlace => ({
  label: "dealing",
  place: [hexToBytes(committeeId), Uint8Array.of(index)],
});
