import { shapeText } from "@tensorloom/core/internal";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NumberArray } from "./modelInputs.ts";

/**
 * Checks inputs against a model, and returns the number of rows.
 *
 * @throws RangeError if their number or shapes do not fit, or they differ in rows.
 */
export function checkInputs(caller: string, model: LayersModel, inputs: readonly NumberArray[]): number {
  const fits = (shape: readonly (number | null)[], actual: readonly number[]): boolean =>
    shape.length === actual.length && shape.every((side, axis) => side === null || side === actual[axis]);
  const expected = model.inputs.map(({ shape }) => shape);
  const rows = inputs[0].shape[0];
  const agree =
    expected.length === inputs.length &&
    expected.every((shape, at) => fits(shape, inputs[at].shape)) &&
    inputs.every(({ shape }) => shape[0] === rows);
  if (agree) return rows;
  const text = (shapes: readonly (readonly (number | null)[])[]): string =>
    shapes.map(shapeText).join(" and ");
  throw new RangeError(
    `${caller}: ${model.name} reads inputs of shape ${text(expected)}, got ${text(inputs.map(({ shape }) => shape))}`,
  );
}

/** Copies rows `from..to` of each input to a tensor, which the caller disposes. */
export function rowTensors(inputs: readonly NumberArray[], from: number, to: number): readonly Tensor[] {
  return inputs.map(({ data, shape }) => {
    const [rows, ...rest] = shape;
    const size = data.length / rows;
    const values = Float32Array.from({ length: (to - from) * size }, (_, at) => data[from * size + at]);
    return tensor(values, [to - from, ...rest], "float32");
  });
}
