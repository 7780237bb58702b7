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
