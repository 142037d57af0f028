import type { Random } from "@tensorloom/core";
import { blend, shade, type Color, type Layer } from "./layer.ts";
import { cloud, noise } from "./noise.ts";

const FAIR: Color = [232, 190, 172];
const TAN: Color = [196, 146, 116];
const FLUSH: Color = [222, 140, 128];

/** Skin under a dermatoscope: a tone, red blotches, fine furrows, and light from one side. */
export function skin(random: Random): Layer {
  const tone = blend(FAIR, TAN, random.uniform() ** 2);
  const blotches = cloud(random, 1.2, 3);
  const furrows = noise(random, 14);
  const grain = noise(random, 40);
  const [lightX, lightY] = [0.06 * random.normal(), 0.06 * random.normal()];

  return (x, y) => {
    const flushed = blend(tone, FLUSH, 0.25 * Math.max(0, blotches(x, y)));
    const texture = 0.035 * Math.abs(furrows(x, y * 0.7)) + 0.02 * grain(x, y);
    return { color: shade(flushed, 1 - texture + lightX * x + lightY * y), cover: 1 };
  };
}
