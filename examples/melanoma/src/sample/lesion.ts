import type { Random } from "@tensorloom/core";
import { blend, NOTHING, shade, type Color, type Layer } from "./layer.ts";
import { cloud, noise, ramp } from "./noise.ts";
import { outline } from "./outline.ts";

const BROWNS: readonly Color[] = [
  [150, 98, 66],
  [128, 78, 50],
  [166, 116, 84],
];

/** Colours of melanomas besides brown: nearly black, blue-grey veil, red, white scar (the C of ABCD). */
const ALARMING: readonly Color[] = [
  [44, 30, 28],
  [66, 42, 34],
  [104, 98, 108],
  [164, 88, 78],
  [202, 172, 158],
];

/**
 * A pigmented lesion, by the ABCD rule of dermoscopy: asymmetry, border, colours, diameter.
 *
 * @param severity - From 0, a harmless mole (small, round, one brown, soft border), to 1, a clear melanoma.
 */
export function lesion(random: Random, severity: number): Layer {
  const vary = (amount: number): number => Math.max(0, severity + amount * random.normal());
  const inside = outline(random, { size: 0.26 + 0.3 * vary(0.25), irregularity: 0.04 + 0.24 * vary(0.2) });
  const brown = shade(BROWNS[random.integer(BROWNS.length)], 1.15 - 0.3 * random.uniform() - 0.3 * vary(0.2));
  const edge = 0.1 + 0.12 * random.uniform();
  const patches = ALARMING.map((color) => ({
    color,
    // At half of the severity a lesion shows one or two of these colours, at 0 hardly any.
    from: 0.5 - 0.6 * vary(0.25) + 0.25 * random.uniform(),
    field: cloud(random, 1.6, 3),
    shift: [0.3 * random.normal(), 0.3 * random.normal()] as const,
  }));
  const network = noise(random, 9);
  const mottle = cloud(random, 3, 3);
  const even = 0.5 + 0.5 * random.uniform();

  return (x, y) => {
    const depth = inside(x, y);
    if (depth < -edge / 2) return NOTHING;
    const meshes = (1 - Math.abs(network(x, y))) ** 3; // the pigment network: thin dark lines between the hills of the noise
    const spots = mottle(x, y);
    let color = shade(brown, 1 - 0.22 * even * meshes - 0.2 * ramp(0, 0.5, depth) + 0.12 * spots);
    for (const { color: other, from, field, shift } of patches) {
      const strength = field(x + shift[0], y + shift[1]) + 0.25 * depth;
      if (strength > from)
        color = blend(color, shade(other, 1 + 0.15 * spots), 0.8 * ramp(from, from + 0.5, strength));
    }
    return { color, cover: 0.94 * ramp(-edge / 2, edge / 2, depth) };
  };
}
