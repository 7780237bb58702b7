// SPDX-License-Identifier: GPL-3.0-or-later

/** @returns The bytes of a POST of JSON, as a client that keeps its connection sends them. */
export function postRequest(path: string, body: object, headers: Record<string, string> = {}): Buffer {
  const json = JSON.stringify(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    "host: bench",
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(json)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${json}`);
}
