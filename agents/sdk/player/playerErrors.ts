// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";

/** The page's media element cannot go on, as after a decoding fault. */
export class PlayerFailed extends TributaryError {
  override name = "PlayerFailed";
}

/** The browser takes the work's codecs nowhere. */
export class MediaUnplayable extends TributaryError {
  override name = "MediaUnplayable";

  constructor(reasons: string) {
    super(`this browser cannot play the media (${reasons || "no tracks"})`, {
      advice: "try another browser",
    });
  }
}

/** The work is encrypted, and nobody gave its keys. */
export class KeysMissing extends TributaryError {
  override name = "KeysMissing";

  constructor() {
    super("the work is encrypted, and no keys were given", {
      advice: "open the work by the link that its creator shared: the key stands behind the # of that link",
    });
  }
}

/** The work has no rendition of the name. */
export class NoSuchQuality extends TributaryError {
  override name = "NoSuchQuality";

  constructor(quality: string, names: readonly string[]) {
    super(`the work has no quality ${JSON.stringify(quality)}`, {
      advice: `choose one of ${names.join(", ")}`,
    });
  }
}
