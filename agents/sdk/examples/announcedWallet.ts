// SPDX-License-Identifier: MIT
import type { EIP1193Provider } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";

type Announcement = Event & { detail: { info: { name: string; rdns: string }; provider: EIP1193Provider } };

const page = globalThis as unknown as EventTarget;

/** The first wallet that announces itself in the page, by EIP-6963. */
export async function announcedWallet(withinMs = 1_000): Promise<EIP1193Provider> {
  const { promise, resolve, reject } = Promise.withResolvers<EIP1193Provider>();
  const take = (event: Event) => resolve((event as Announcement).detail.provider);
  page.addEventListener("eip6963:announceProvider", take);
  page.dispatchEvent(new Event("eip6963:requestProvider"));
  const none = new TributaryError("no wallet is in this page", {
    advice: "install a wallet in this browser, then load the page again",
  });
  const timer = setTimeout(() => reject(none), withinMs);
  return promise.finally(() => {
    clearTimeout(timer);
    page.removeEventListener("eip6963:announceProvider", take);
  });
}
