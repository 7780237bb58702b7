// SPDX-License-Identifier: GPL-3.0-or-later
import { signal } from "@preact/signals";
import type { Hex } from "viem";

export type Route =
  | { page: "library" }
  | { page: "watch"; contentId: Hex }
  | { page: "studio" }
  | { page: "account" }
  | { page: "nowhere" };

/** The page of a path. */
export function routeOf(path: string): Route {
  const work = /^\/watch\/(0x[0-9a-f]{64})\/?$/i.exec(path);
  if (work) return { page: "watch", contentId: work[1]!.toLowerCase() as Hex };
  if (path === "/" || path === "/index.html") return { page: "library" };
  if (/^\/studio\/?$/.test(path)) return { page: "studio" };
  if (/^\/account\/?$/.test(path)) return { page: "account" };
  return { page: "nowhere" };
}

export const route = signal<Route>({ page: "library" });

/** Follows the address bar, and takes clicks on links within the page. */
export function followAddress(): void {
  const read = () => {
    route.value = routeOf(location.pathname);
  };
  addEventListener("popstate", read);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    if (!link || !staysHere(event, link)) return;
    event.preventDefault();
    history.pushState(undefined, "", link.href);
    read();
    scrollTo(0, 0);
    // a screen reader goes on from the new page
    document.getElementById("main")?.focus({ preventScroll: true });
  });
  read();
}

function staysHere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const asksForMore = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  // a link within the page, or to a work by its key
  const isElsewhere = !link.hash || link.pathname !== location.pathname;
  const isHere = link.origin === location.origin && !link.target && isElsewhere;
  return !asksForMore && isHere && routeOf(link.pathname).page !== "nowhere";
}
