import type { Random } from "@tensorloom/core";
import type { Change } from "../transform/change.ts";
import { operationChange, type OperationName } from "./operation.ts";
import type { Size, Warp } from "./pillowMatrix.ts";

/** The magnitude of a bin, from 0 to `bins - 1`, for an image's size. */
type Magnitude = (bin: number, bins: number, size: Size) => number;

/** An operation that a policy may choose. */
export interface Choice {
  readonly name: OperationName;
  /** Omitted for operations without a magnitude. */
  readonly magnitude?: Magnitude;
  /** Whether the magnitude is negative half of the time. */
  readonly signed?: boolean;
}

const line =
  (from: number, to: number): Magnitude =>
  (bin, bins) =>
    from + ((to - from) * bin) / (bins - 1);

const bits =
  (most: number, fewer: number): Magnitude =>
  (bin, bins) =>
    most - Math.round(bin / ((bins - 1) / fewer));

const signed = (name: OperationName, most: number): Choice => ({
  name,
  magnitude: line(0, most),
  signed: true,
});

/** Shifts up to a number of pixels, which may depend on the image's side. */
const shifts = (most: (side: number) => number): readonly Choice[] => [
  { name: "translateX", magnitude: (bin, bins, { width }) => (most(width) * bin) / (bins - 1), signed: true },
  {
    name: "translateY",
    magnitude: (bin, bins, { height }) => (most(height) * bin) / (bins - 1),
    signed: true,
  },
];

const shears = (most: number): readonly Choice[] => [signed("shearX", most), signed("shearY", most)];

const factors = (most: number): readonly Choice[] =>
  (["brightness", "color", "contrast", "sharpness"] as const).map((name) => signed(name, most));

const SOLARIZE: Choice = { name: "solarize", magnitude: line(255, 0) };
const STRETCHES: readonly Choice[] = [{ name: "autocontrast" }, { name: "equalize" }];

/** The operations of RandAugment, as in torchvision. */
export const RAND_AUGMENT: readonly Choice[] = [
  { name: "identity" },
  ...shears(0.3),
  ...shifts((side) => (150 / 331) * side),
  signed("rotate", 30),
  ...factors(0.9),
  { name: "posterize", magnitude: bits(8, 4) },
  SOLARIZE,
  ...STRETCHES,
];

/** The operations of AutoAugment, as in torchvision. */
export const AUTO_AUGMENT: readonly Choice[] = [...RAND_AUGMENT.slice(1), { name: "invert" }];

/** The operations of TrivialAugment Wide, as in torchvision. */
export const TRIVIAL_AUGMENT: readonly Choice[] = [
  { name: "identity" },
  ...shears(0.99),
  ...shifts(() => 32),
  signed("rotate", 135),
  ...factors(0.99),
  { name: "posterize", magnitude: bits(8, 6) },
  SOLARIZE,
  ...STRETCHES,
];

/** The operations of AugMix, as in torchvision with `all_ops`. */
export const AUG_MIX: readonly Choice[] = [
  ...shears(0.3),
  ...shifts((side) => side / 3),
  signed("rotate", 30),
  { name: "posterize", magnitude: bits(4, 4) },
  SOLARIZE,
  ...STRETCHES,
  ...factors(0.9),
];

/** Draws a choice's sign, and returns its change. */
export function drawChange(
  { name, magnitude, signed: hasSign = false }: Choice,
  bin: number,
  bins: number,
  size: Size,
  warp: Warp,
  random: Random,
): Change {
  const amount = magnitude?.(bin, bins, size) ?? 0;
  return operationChange(name, hasSign && random.integer(2) === 1 ? -amount : amount, size, warp);
}
