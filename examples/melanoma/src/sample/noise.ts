import type { Random } from "@tensorloom/core";

/** A smooth field over the plane: about 0 on average, within -1..1. */
export type Field = (x: number, y: number) => number;

const SIDE = 32; // the lattice repeats after 32 cells, which is more than any picture here shows

/** Value noise: a random number at each corner of a lattice, smoothly interpolated; `cells` cells per unit of length. */
export function noise(random: Random, cells: number): Field {
  const corners = new Float32Array(SIDE * SIDE);
  for (let at = 0; at < corners.length; at++) corners[at] = 2 * random.uniform() - 1;
  return (x, y) => {
    const column = Math.floor(x * cells);
    const row = Math.floor(y * cells);
    const right = smooth(x * cells - column);
    const down = smooth(y * cells - row);
    const [left, next] = [column & (SIDE - 1), (column + 1) & (SIDE - 1)];
    const [top, bottom] = [(row & (SIDE - 1)) * SIDE, ((row + 1) & (SIDE - 1)) * SIDE];
    const above = corners[top + left] * (1 - right) + corners[top + next] * right;
    const below = corners[bottom + left] * (1 - right) + corners[bottom + next] * right;
    return above * (1 - down) + below * down;
  };
}

/** Several octaves of {@link noise}, each twice as fine and half as strong. */
export function cloud(random: Random, cells: number, octaves: number): Field {
  const layers = Array.from({ length: octaves }, (_, octave) => noise(random, cells * 2 ** octave));
  const total = 2 - 2 ** (1 - octaves);
  return (x, y) => {
    let sum = 0;
    for (let octave = 0, height = 1; octave < octaves; octave++, height /= 2)
      sum += layers[octave](x, y) * height;
    return sum / total;
  };
}

/** Smoothstep: from 0 to 1 with slope 0 at both ends, 3t² − 2t³. */
function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Smoothstep from 0 at `low` to 1 at `high`; `low` may be the larger one. */
export function ramp(low: number, high: number, value: number): number {
  return smooth(Math.min(1, Math.max(0, (value - low) / (high - low))));
}
