// SPDX-License-Identifier: MIT
import type { Manifest } from "../content/manifestFields.ts";
import { qualitiesOf } from "./qualities.ts";

/** A sound of a video work: the picture's own, or that of an audio rendition. */
export type Sound = {
  /** The audio rendition's number; undefined for the sound that stands beside the picture. */
  rendition: number | undefined;
  name: string;
  /** BCP 47; undefined where the work says none. */
  language: string | undefined;
};

/** The sounds to choose from, the picture's own first; that one alone for a work without pictures. */
export function soundsOf(manifest: Pick<Manifest, "renditions">): Sound[] {
  const { renditions } = manifest;
  const first = renditions[qualitiesOf(manifest)[0]!]!;
  const own = { rendition: undefined, name: first.language ?? "original", language: first.language };
  if (first.kind !== "video") return [own];
  const others = renditions.flatMap(({ kind, name, language }, rendition) =>
    kind === "audio" ? [{ rendition, name, language }] : [],
  );
  return [own, ...others];
}
