import type { NumberArray } from "../inputs/modelInputs.ts";
import type { PatchGrid } from "./patchGrid.ts";

/** Patches `from..to` of a grid, row by row. */
interface Patches {
  readonly grid: PatchGrid;
  readonly size: number;
  /** The value of each channel in the patch. */
  readonly color: Float32Array;
  readonly from: number;
  readonly to: number;
}

/** Copies the inputs of one row once per patch, and covers the image, which is input `image`, by the patch. */
export function occludedBatch(
  inputs: readonly NumberArray[],
  image: number,
  { grid: { tops, lefts }, size, color, from, to }: Patches,
): readonly NumberArray[] {
  const rows = to - from;
  const copies = inputs.map(({ data, shape }) => {
    const copied = new Float32Array(rows * data.length);
    for (let row = 0; row < rows; row++) copied.set(data, row * data.length);
    return { data: copied, shape: [rows, ...shape.slice(1)] };
  });
  const { data, shape } = copies[image];
  const [, height, width, channels] = shape;
  const patchRow = new Float32Array(size * channels);
  for (let pixel = 0; pixel < size; pixel++) patchRow.set(color, pixel * channels);
  for (let row = 0; row < rows; row++) {
    const [top, left] = [tops[Math.floor((from + row) / lefts.length)], lefts[(from + row) % lefts.length]];
    for (let y = top; y < top + size; y++) data.set(patchRow, ((row * height + y) * width + left) * channels);
  }
  return copies;
}
