// SPDX-License-Identifier: MIT
// hls.js has no types for its light build.
declare module "hls.js/light" {
  import type { HlsClass } from "../../player/hlsTypes.ts";

  const Hls: HlsClass;
  // biome-ignore lint/style/noDefaultExport: the package's own form
  export default Hls;
}
