import type { Random } from "@tensorloom/core";
import { noise } from "./noise.ts";

export interface OutlineOptions {
  /** Mean radius, in halves of the picture's width. */
  readonly size: number;
  /** Distance of the border from an ellipse, as a share of the radius. */
  readonly irregularity: number;
}

/**
 * A closed shape near the middle. Returns a point's depth inside it, in radii; negative outside.
 *
 * Far outside, at depths below -0.2, the depth is only roughly right.
 */
export function outline(
  random: Random,
  { size, irregularity }: OutlineOptions,
): (x: number, y: number) => number {
  const [centreX, centreY] = [0.1 * random.normal(), 0.1 * random.normal()];
  const angle = Math.PI * random.uniform();
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const stretch = 1 + 0.35 * random.uniform();
  const waves = Array.from({ length: 6 }, (_, wave) => ({
    turns: wave + 2,
    phase: 2 * Math.PI * random.uniform(),
    height: (irregularity * random.normal()) / (wave + 1),
  }));
  const notches = noise(random, 7);
  const highest = waves.reduce((sum, { height }) => sum + Math.abs(height), irregularity * 0.8);

  return (x, y) => {
    const along = ((x - centreX) * cos + (y - centreY) * sin) / stretch;
    const across = (y - centreY) * cos - (x - centreX) * sin;
    const distance = Math.hypot(along, across) / size;
    if (1 - distance + highest < -0.2) return 1 - distance + highest;
    const direction = Math.atan2(across, along);
    let stray = irregularity * 0.8 * notches(x, y);
    for (const { turns, phase, height } of waves) stray += height * Math.cos(turns * direction + phase);
    // Waves of the angle have no limit at the centre, so they vanish there.
    return 1 - distance + Math.max(-0.6, stray) * Math.min(1, distance * distance);
  };
}
