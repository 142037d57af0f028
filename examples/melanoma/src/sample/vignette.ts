import type { Random } from "@tensorloom/core";
import { ramp } from "./noise.ts";
import { NOTHING, type Layer } from "./layer.ts";

/** The dark corners of a dermatoscope's tube: sharp in one picture of three, faint in the others. */
export function vignette(random: Random): Layer {
  const strong = random.uniform() < 1 / 3;
  const edge = strong ? 1.1 + 0.12 * random.uniform() : 1.25 + 0.3 * random.uniform();
  const softness = strong ? 0.06 : 0.5;
  const [centreX, centreY] = [0.04 * random.normal(), 0.04 * random.normal()];

  return (x, y) => {
    const distance = Math.hypot(x - centreX, y - centreY);
    if (distance <= edge) return NOTHING;
    return { color: [12, 9, 10], cover: (strong ? 1 : 0.5) * ramp(edge, edge + softness, distance) };
  };
}
