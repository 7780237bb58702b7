// SPDX-License-Identifier: MIT

/** Who can reach a host: everybody, this machine alone, one private network, or nobody (a wildcard that servers listen on). */
export type HostScope = "public" | "private" | "loopback" | "nobody";

/** The scope of a URL's host, or of an address that a server listens on, by the text alone: no name is looked up. */
export function hostScope(host: string): HostScope {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
  if (name.includes(":")) return scopeOfIpv6(name);
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name)?.slice(1).map(Number);
  if (octets) return scopeOfIpv4(octets as [number, number, number, number]);
  if (name === "" || name === "*") return "nobody";
  if (name === "localhost" || name.endsWith(".localhost")) return "loopback";
  // a name without a dot is a network's own
  return !name.includes(".") || PRIVATE_NAME.test(name) ? "private" : "public";
}

const PRIVATE_NAME = /\.(local|internal|intranet|lan|home|corp|test|invalid|home\.arpa)$/;

function scopeOfIpv4([a, b, c]: [number, number, number, number]): HostScope {
  if (a === 127) return "loopback";
  // "this network", multicast, reserved and broadcast
  if (a === 0 || a >= 224) return "nobody";
  const isPrivate =
    a === 10 ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    // carriers' own, benchmarks, documentation
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 198 && (b === 18 || b === 19)) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113);
  return isPrivate ? "private" : "public";
}

function scopeOfIpv6(text: string): HostScope {
  const groups = groupsOf(text);
  if (!groups) return "nobody";
  const [first = 0, second] = groups;
  const embedded = (at: number) => {
    const [high = 0, low = 0] = groups.slice(at);
    return scopeOfIpv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
  };
  if (groups.slice(0, 7).every((group) => group === 0)) return groups[7] === 1 ? "loopback" : "nobody";
  // an IPv4 address in IPv6 clothes: mapped, compatible, or translated
  if (groups.slice(0, 5).every((group) => group === 0) && (groups[5] === 0xffff || groups[5] === 0))
    return embedded(6);
  if (first === 0x64 && second === 0xff9b) return embedded(6);
  if (first >= 0xff00) return "nobody";
  // through a relay to the IPv4 address within
  if (first === 0x2002) return embedded(1);
  // global addresses begin with 001; of those, tunnels and documentation are not
  const isPrivate = first >> 13 !== 1 || (first === 0x2001 && (second === 0 || second === 0xdb8));
  return isPrivate ? "private" : "public";
}

/** The eight groups of an IPv6 address, in whatever spelling; undefined for any other text. */
function groupsOf(text: string): number[] | undefined {
  const address = `http://[${text.replace(/%.*$/, "")}]`;
  if (!URL.canParse(address)) return undefined;
  const [head = "", tail] = new URL(address).hostname.slice(1, -1).split("::");
  const parse = (part: string) =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const [before, after] = [parse(head), parse(tail ?? "")];
  if (tail === undefined) return before;
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
