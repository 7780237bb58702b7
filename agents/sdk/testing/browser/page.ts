// SPDX-License-Identifier: MIT
// What the page of a test bundles: the example as it stands, and a wallet as an extension injects one.
import { addressesOf } from "../../addresses.ts";
import { playInPage } from "../../examples/playInPage.ts";
import { injectWallet } from "./injectedWallet.ts";

Object.assign(globalThis, { addressesOf, playInPage });
injectWallet();
