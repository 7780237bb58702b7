// SPDX-License-Identifier: GPL-3.0-or-later
// Leaves out of packages what the page never runs, so that a viewer need not load it.
import type { Plugin } from "vite";

type Cut = { file: RegExp; what: string; from: RegExp; to: string };

/** hls.js plays live streams, transport streams and plain AAC too; works are fragments of MP4 with an end, which the SDK's loaders bring. */
const HLS = /hls\.js\/dist\/hls\.light\.mjs$/;
const OF_HLS: readonly Omit<Cut, "file">[] = [
  {
    what: "demuxers",
    from: /(const muxConfig = \[\{\s*demux: MP4Demuxer,\s*remux: PassThroughRemuxer\s*\})(?:, \{[^}]*\})+\]/,
    to: "$1]",
  },
  { what: "a probe", from: /TSDemuxer\.probe\(initSegmentData, this\.logger\)/, to: "false" },
  ...["capLevel", "fps", "id3Track", "latency", "contentSteering"].map((name) => ({
    what: `the ${name} controller`,
    from: new RegExp(`\\b${name}Controller: [A-Z]\\w+ ?`),
    to: `${name}Controller: undefined`,
  })),
  { what: "a loader", from: /\bloader: XhrLoader,/, to: "loader: undefined," },
  { what: "a choice of loaders", from: /\n {6}enableStreamingMode\(config, logger\);/, to: "" },
  // the SDK decrypts
  { what: "decrypters", from: /new Decrypter\((?:hls|this)\.config\)/g, to: "null" },
  { what: "what writes MP4", from: /^MP4\.(?:FTYP|DINF) = (?:.*\n)+?.*\)\);\n|^MP4\.FTYP = .*;\n/gm, to: "" },
  // a line that logs, and nothing else
  {
    what: "logs",
    from: /^\s*(?:this|\w*[lL]ogger|this\.hls)\.(?:log|warn|logger\.\w+|error)\((?:`.*`|`[^`]*`|'[^'\n]*')\);$/gm,
    to: ";",
  },
];

const CUTS: readonly Cut[] = [
  ...OF_HLS.map((cut) => ({ file: HLS, ...cut })),
  {
    file: /viem\/_esm\/actions\/public\/call\.js$/,
    what: "what asks servers that a contract names",
    from: /const (\{ offchainLookup, offchainLookupSignature \}) = await import\('[./]+utils\/ccip\.js'\);/,
    to: "const $1 = { offchainLookupSignature: null };",
  },
];

/** Makes the cuts while the page is built. Ends the build where a package has changed, so that a cut finds nothing. */
export function slimPackages(): Plugin {
  return {
    name: "slim-packages",
    transform(code, id) {
      const cuts = CUTS.filter(({ file }) => file.test(id));
      if (cuts.length === 0) return undefined;
      return cuts.reduce((text, { what, from, to }) => {
        const cut = text.replace(from, to);
        if (cut === text) throw new Error(`${id} has changed: ${what} is not where slimPackages.ts cuts it`);
        return cut;
      }, code);
    },
  };
}
