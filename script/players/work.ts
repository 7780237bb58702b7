// SPDX-License-Identifier: GPL-3.0-or-later

import type { FragmentSpan } from "../../agents/sdk/content/layout.ts";
import type { wrongWorks } from "../../agents/sdk/content/testing/wrongFragments.ts";
import { openFragment } from "../../agents/sdk/encryption/fragment.ts";
import { linkKeys } from "../../agents/sdk/encryption/keyProvider.ts";
import { fragmentKey, type Key } from "../../agents/sdk/encryption/keys.ts";

export type Work = Awaited<ReturnType<typeof wrongWorks>>["right"];

/** The key of a fragment, by its place. */
export async function keyOf({ content }: Work, { rendition, period, fragment }: FragmentSpan, workKey: Key) {
  const ofPeriod = await linkKeys(workKey).periodKey(content, rendition, period);
  return fragmentKey(ofPeriod, content, rendition, period, fragment);
}

/** A rendition as a file, decrypted. */
export async function plainRendition(work: Work, number: number, workKey: Key): Promise<Buffer> {
  const { layout, stored, manifest } = work;
  const fragments = layout.spans[number]!.map(async (span) =>
    openFragment(await keyOf(work, span, workKey), stored[number]![span.fragment]!),
  );
  return Buffer.concat([manifest.renditions[number]!.init, ...(await Promise.all(fragments))]);
}
