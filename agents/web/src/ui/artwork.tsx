// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";

const WIDTH = 320;
const HEIGHT = 180;
const STEPS = 8;

type ArtworkProps = { contentId: Hex; poster?: string | undefined };

/** A work's poster; for works without one, a picture that is a work's own, drawn from the work's id. */
export function Artwork({ contentId, poster }: ArtworkProps) {
  if (poster) return <img class="artwork" src={poster} alt="" />;
  const byteAt = (at: number) => Number.parseInt(contentId.slice(2 + 2 * at, 4 + 2 * at), 16);
  const hue = (byteAt(0) * 360) / 256;
  const id = `sky-${contentId.slice(2, 10)}`;
  return (
    <svg
      class="artwork"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <defs>
        <linearGradient id={id} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stop-color={`hsl(${hue} 60% 30%)`} />
          <stop offset="1" stop-color={`hsl(${hue + 50} 65% 16%)`} />
        </linearGradient>
      </defs>
      <rect width={WIDTH} height={HEIGHT} fill={`url(#${id})`} />
      <circle
        cx={40 + byteAt(1)}
        cy={30 + (byteAt(2) % 50)}
        r={16 + (byteAt(3) % 22)}
        fill={`hsl(${hue + 25} 90% 72% / 0.5)`}
      />
      {[0, 1, 2, 3].map((layer) => (
        <path
          key={layer}
          d={riverOf(layer, byteAt)}
          fill={`hsl(${hue + 18 * layer} ${55 + 5 * layer}% ${44 - 8 * layer}% / 0.62)`}
        />
      ))}
    </svg>
  );
}

/** A bank of the river, from the left edge to the right, filled to the bottom. */
function riverOf(layer: number, byteAt: (at: number) => number): string {
  const base = HEIGHT * (0.5 + 0.13 * layer);
  const points = Array.from({ length: STEPS + 1 }, (_, step) => ({
    x: (WIDTH / STEPS) * step,
    y: base + ((byteAt((4 + layer * (STEPS + 1) + step) % 32) % 64) - 32) * 0.55,
  }));
  const half = WIDTH / STEPS / 2;
  const curve = points.slice(1).map(({ x, y }, at) => {
    const before = points[at]!;
    return `C${before.x + half} ${before.y} ${x - half} ${y} ${x} ${y}`;
  });
  return `M0 ${points[0]!.y}${curve.join("")}V${HEIGHT}H0Z`;
}
