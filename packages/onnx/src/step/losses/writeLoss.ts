import type { LossSpec } from "../lossSpec.ts";
import { writeBinaryCrossEntropy } from "./binaryCrossEntropy.ts";
import { writeBinaryFocalCrossEntropy } from "./binaryFocalCrossEntropy.ts";
import {
  writeCategoricalCrossEntropy,
  writeSparseCategoricalCrossEntropy,
} from "./categoricalCrossEntropy.ts";
import type { LossInputs, LossNodes } from "./lossInputs.ts";
import { writeMeanSquaredError } from "./meanSquaredError.ts";

/** The shapes of what a loss reads beside the network's output. */
export interface LossShapes {
  readonly targets: readonly number[];
  /** One number for each that the loss makes. */
  readonly rows: readonly number[];
}

/** The shapes of targets and rows for an output, `[batch, ..., classes]`. */
export function lossShapes({ name }: LossSpec, output: readonly number[]): LossShapes {
  const withoutClasses = output.slice(0, -1);
  if (name === "sparseCategoricalCrossEntropy") return { targets: withoutClasses, rows: withoutClasses };
  return { targets: output, rows: name === "categoricalCrossEntropy" ? withoutClasses : output.slice(0, 1) };
}

/** Writes a loss: the mean of its rows times their weights, and the gradient of the logits. */
export function writeLoss(
  spec: LossSpec,
  inputs: LossInputs,
  rowWeights: string,
): { readonly loss: string; readonly gradient: string } {
  const { builder, shape } = inputs;
  const { rows: rowsShape } = lossShapes(spec, shape);
  const { rows, slope } = writeRows(spec, inputs);
  const weighted = builder.node("Mul", [rows, rowWeights]);
  const count = rowsShape.reduce((product, side) => product * side, 1);
  const share = builder.node("Mul", [rowWeights, builder.float(1 / count)]);
  const repeated = [...rowsShape, ...shape.slice(rowsShape.length).map(() => 1)];
  return {
    loss: builder.node("ReduceMean", [weighted], { keepdims: 0 }),
    gradient: builder.node("Mul", [slope, builder.node("Reshape", [share, builder.ints(repeated)])]),
  };
}

function writeRows(spec: LossSpec, inputs: LossInputs): LossNodes {
  switch (spec.name) {
    case "binaryCrossEntropy":
      return writeBinaryCrossEntropy(spec, inputs);
    case "binaryFocalCrossEntropy":
      return writeBinaryFocalCrossEntropy(spec, inputs);
    case "categoricalCrossEntropy":
      return writeCategoricalCrossEntropy(spec, inputs);
    case "sparseCategoricalCrossEntropy":
      return writeSparseCategoricalCrossEntropy(spec, inputs);
    case "meanSquaredError":
      return writeMeanSquaredError(inputs);
  }
}
