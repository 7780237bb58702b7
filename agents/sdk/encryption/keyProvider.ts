// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";
import { fragmentKey, type Key, type KeyedWork, periodKey, renditionKey } from "./keys.ts";

/** Where the keys of a work come from: its link, or a committee. */
export type KeyProvider = {
  /** The key of one period of a rendition. Throws a TributaryError where there is none for this viewer. */
  periodKey(work: KeyedWork, rendition: number, period: number, signal?: AbortSignal): Promise<Key>;
};

/** The keys that follow from a work's own, as a link carries it: see {@link keyHash} and {@link keyInLink}. */
export function linkKeys(workKey: Key): KeyProvider {
  return {
    async periodKey(work, rendition, period) {
      return periodKey(await renditionKey(workKey, work, rendition), work, rendition, period);
    },
  };
}

/** The keys of a work's fragments; each period's key is asked for once. `signal` ends what is asked for. */
export function fragmentKeys(work: KeyedWork, keys: KeyProvider, signal?: AbortSignal) {
  const periods = new Map<string, Promise<Key>>();
  const keyOfPeriod = ({ rendition, period }: Omit<Place, "fragment">): Promise<Key> => {
    const name = `${rendition}/${period}`;
    const asked = periods.get(name) ?? keys.periodKey(work, rendition, period, signal);
    periods.set(name, asked);
    // a refusal may pass: the next fragment asks again
    asked.catch(() => periods.delete(name));
    return asked;
  };
  return {
    keyOf: async (place: Place): Promise<Key> => {
      const { rendition, period, fragment } = place;
      return fragmentKey(await keyOfPeriod(place), work, rendition, period, fragment);
    },
    /** Asks for a period's key before it is needed. Whoever needs it hears of a failure. */
    askAhead(place: Omit<Place, "fragment">): void {
      keyOfPeriod(place).catch(() => {});
    },
  };
}

type Place = { rendition: number; period: number; fragment: number };

/** What a link to a work ends with, so that it opens the work: `#k=…`, which a browser never sends to a server. */
export function keyHash(workKey: Key): string {
  const text = btoa(String.fromCharCode(...workKey));
  return `#k=${text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** The key in a link, or in its fragment alone (`#k=…`); undefined where there is none. Throws a TributaryError for half a key. */
export function keyInLink(link: string): Key | undefined {
  const text = new URLSearchParams(link.slice(link.indexOf("#") + 1)).get("k");
  if (text === null) return undefined;
  if (!/^[A-Za-z0-9_-]{43}$/.test(text))
    throw new TributaryError("the key in the link is not whole", { advice: "copy the whole link once more" });
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
}
