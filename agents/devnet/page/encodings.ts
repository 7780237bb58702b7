// SPDX-License-Identifier: GPL-3.0-or-later
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

type Encoding = { name: string; ending: string; compress(bytes: Buffer): Promise<Buffer> };

export const GZIP: Encoding = {
  ...{ name: "gzip", ending: ".gz" },
  compress: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** How a file may be sent, the smallest first, each as far as it goes; and what the name of such a copy ends with. */
export const ENCODINGS: readonly Encoding[] = [
  {
    ...{ name: "br", ending: ".br" },
    compress: (bytes) =>
      promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }),
  },
  GZIP,
];

/** Compresses a file in each way. */
export const compressed = (bytes: Buffer): Promise<{ ending: string; bytes: Buffer }[]> =>
  Promise.all(ENCODINGS.map(async ({ ending, compress }) => ({ ending, bytes: await compress(bytes) })));

/** The first encoding that an `Accept-Encoding` takes; undefined where the file is to be sent as it is. */
export function encodingFor(header: string | undefined): Encoding | undefined {
  const weights = new Map(
    (header ?? "").split(",").map((part) => {
      const [name = "", ...parameters] = part.toLowerCase().split(";");
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return [name.trim(), Number(weight ?? 1)];
    }),
  );
  return ENCODINGS.find(({ name }) => (weights.get(name) ?? weights.get("*") ?? 0) > 0);
}
