import type { Random } from "@tensorloom/core";
import { blend, NOTHING, type Color, type Layer } from "./layer.ts";
import { ramp } from "./noise.ts";

const BLACK: Color = [34, 24, 20];
const BLOND: Color = [150, 112, 72];

/** A hair: a thin arc across the picture. */
export function hair(random: Random): Layer {
  const color = blend(BLACK, BLOND, random.uniform() ** 2);
  const angle = Math.PI * random.uniform();
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const offset = 1.6 * random.uniform() - 0.8;
  const bend = 0.35 * random.normal();
  const [start, length] = [-1.5 + 1.5 * random.uniform(), 0.8 + 1.6 * random.uniform()];
  const halfWidth = 0.008 + 0.012 * random.uniform();

  return (x, y) => {
    const along = x * cos + y * sin;
    const across = Math.abs(y * cos - x * sin - offset - bend * along * along);
    if (along <= start || along >= start + length || across >= 2 * halfWidth) return NOTHING;
    return { color, cover: 0.85 * ramp(2 * halfWidth, 0, across) };
  };
}
