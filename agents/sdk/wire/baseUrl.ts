// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";

/**
 * A node's base URL, as it stands on chain: http or https, a host, perhaps a port and a path prefix; no credentials, no query, no
 * fragment, no slash at its end.
 */
export type BaseUrl = string & { readonly BaseUrl: unique symbol };

const HTTP_URL = "an http or https URL, such as https://node.example";

/** The text is no base URL of a node. The text may hold a password, so the message does not repeat the text. */
export class BadBaseUrlError extends TributaryError {
  override name = "BadBaseUrlError";
  /** What the text has to be, as the end of a sentence. */
  readonly wanted: string;

  constructor(wanted: string) {
    super("the text is no base URL of a node", { advice: `give ${wanted}` });
    this.wanted = wanted;
  }
}

/**
 * Reads a base URL into its one spelling: host in lower case, default port and slashes at the end left out.
 *
 * @throws BadBaseUrlError for another protocol, for credentials, and for a query or fragment, which no path could follow.
 * @example
 * parseBaseUrl("https://Edge.example:443/tributary/"); // https://edge.example/tributary
 */
export function parseBaseUrl(text: string): BaseUrl {
  // URL would drop tabs and newlines in silence
  if (/\s|\p{Cc}/u.test(text)) throw new BadBaseUrlError(HTTP_URL);
  const url = httpUrl(text);
  if (url.username || url.password)
    throw new BadBaseUrlError("a URL without a user name and password: everybody would read them");
  if (/[?#]/.test(text)) throw new BadBaseUrlError("a URL without a query and a fragment");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}` as BaseUrl;
}

/** @throws BadBaseUrlError for a text that is no http or https URL. */
function httpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") throw new BadBaseUrlError(HTTP_URL);
  return url;
}
