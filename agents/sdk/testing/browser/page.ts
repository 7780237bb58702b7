// SPDX-License-Identifier: MIT
// What the page of a test bundles: the example as it stands.
import { addressesOf } from "../../addresses.ts";
import { playInPage } from "../../examples/playInPage.ts";

Object.assign(globalThis, { addressesOf, playInPage });
