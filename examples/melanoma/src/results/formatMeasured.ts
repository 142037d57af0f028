import type { Measured } from "./measure.ts";

/** Formats metrics as rows of a table: `0.842 (95 % interval 0.741 to 0.921)`. */
export function formatMeasured(measured: readonly Measured[]): readonly (readonly [string, string])[] {
  return measured.map(({ name, value, interval }) => {
    if (!Number.isFinite(value)) return [name, "undefined: the pictures are all of one class"];
    const { low = NaN, high = NaN } = interval ?? {};
    return [name, `${value.toFixed(4)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`];
  });
}
