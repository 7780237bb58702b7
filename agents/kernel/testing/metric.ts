// SPDX-License-Identifier: GPL-3.0-or-later

/** A metric of a running role, summed over the labels that contain `label`; NaN when the role has none of this name. */
export async function metric(url: string, name: string, label = ""): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = [...text.matchAll(new RegExp(`^tributary_${name}(?:\\{(.*)\\})? (.*)$`, "gm"))];
  if (found.length === 0) return Number.NaN;
  return found.reduce((sum, [, labels = "", value]) => sum + (labels.includes(label) ? Number(value) : 0), 0);
}
