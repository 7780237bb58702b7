// SPDX-License-Identifier: MIT
// What the page of a test bundles: the example as it stands.
import { addressesOf } from "../../addresses.ts";
import { watchInPage } from "../../examples/watchInPage.ts";

Object.assign(globalThis, { addressesOf, watchInPage });
