import type { Random } from "@tensorloom/core";

/** A smooth field over the plane: about 0 on average, within -1..1. */
export type Field = (x: number, y: number) => number;

const SIDE = 32; // the lattice repeats after 32 cells, which is more than any picture here shows

/** Value noise: a random number at each corner of a lattice, smoothly interpolated; `cells` cells per unit of length. */
export function noise(random: Random, cells: number): Field {
  const corners = Float32Array.from({ length: SIDE * SIDE }, () => 2 * random.uniform() - 1);
  const at = (column: number, row: number): number =>
    corners[(row & (SIDE - 1)) * SIDE + (column & (SIDE - 1))];

  return (x, y) => {
    const [column, row] = [Math.floor(x * cells), Math.floor(y * cells)];
    const [right, down] = [smooth(x * cells - column), smooth(y * cells - row)];
    const above = at(column, row) * (1 - right) + at(column + 1, row) * right;
    const below = at(column, row + 1) * (1 - right) + at(column + 1, row + 1) * right;
    return above * (1 - down) + below * down;
  };
}

/** Several octaves of {@link noise}, each twice as fine and half as strong. */
export function cloud(random: Random, cells: number, octaves: number): Field {
  const layers = Array.from({ length: octaves }, (_, octave) => noise(random, cells * 2 ** octave));
  const total = 2 - 2 ** (1 - octaves);
  return (x, y) => layers.reduce((sum, layer, octave) => sum + layer(x, y) * 0.5 ** octave, 0) / total;
}

/** Smoothstep: from 0 to 1 with slope 0 at both ends, 3t² − 2t³. */
function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Smoothstep from 0 at `low` to 1 at `high`; `low` may be the larger one. */
export function ramp(low: number, high: number, value: number): number {
  return smooth(Math.min(1, Math.max(0, (value - low) / (high - low))));
}
