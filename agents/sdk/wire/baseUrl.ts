// SPDX-License-Identifier: MIT

/**
 * A node's base URL, as it stands on chain: http or https, a host, perhaps a port and a path prefix; no credentials, no query, no
 * fragment, no slash at its end.
 */
export type BaseUrl = string & { readonly BaseUrl: unique symbol };

/** The text is no base URL; the message says why, and what to leave out. */
export class BadBaseUrlError extends Error {
  override name = "BadBaseUrlError";
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
  const url = /\s|\p{Cc}/u.test(text) || !URL.canParse(text) ? undefined : new URL(text);
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new BadBaseUrlError("an http or https URL, such as https://node.example");
  if (url.username || url.password)
    throw new BadBaseUrlError("a URL without a user name and password: everybody would read them");
  if (/[?#]/.test(text)) throw new BadBaseUrlError("a URL without a query and a fragment");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}` as BaseUrl;
}
