// SPDX-License-Identifier: GPL-3.0-or-later
declare module "wasmcurves/build/bn128_wasm.js" {
  const bn128: {
    /** The module, in base64 or as bytes. */
    code: string | Uint8Array;
    /** The addresses of the generators in the module's memory, in Jacobian coordinates. */
    pG1gen: number;
    pG2gen: number;
  };
  // biome-ignore lint/style/noDefaultExport: the package has one
  export default bn128;
}
