// SPDX-License-Identifier: MIT
import type { Page } from "playwright-core";

/** Makes an edge falsify, for one page, the last byte of each answer with chunks, except those that begin with the manifest. */
export const liesAfterManifest = (page: Page, edgeUrl: string) =>
  page.route(new RegExp(`^${edgeUrl}/v1/content/0x\\w+/chunks/[1-9]`), async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length - 1]! ^= 1;
    await route.fulfill({ response, body });
  });
