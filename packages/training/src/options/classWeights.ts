import { finite, shapeText } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray } from "@tensorloom/data";
import { predictClasses } from "@tensorloom/metrics";
import type { Batch } from "../batch/batch.ts";
import { throwWrongType } from "../batch/throwWrongType.ts";
import type { Loss } from "../losses/loss.ts";

/** Multiplies the weights of a batch's rows by the weights of their classes. */
export type ClassWeighting = (batch: Batch) => Batch;

/**
 * Checks the option `classWeights`, and returns what it does to each batch.
 *
 * The class of a row is that of the target: 1 if it is above 0.5, with one output; the class index; or the position of
 * the highest of a one-hot row, as in Keras.
 *
 * @throws TypeError if it is not a list; RangeError if a weight is negative, there is not one per class, or targets of the
 * loss have no class.
 * @see Keras, `Model.fit(class_weight)`
 */
export function resolveClassWeights(
  model: LayersModel,
  loss: Loss,
  weights: readonly number[] | undefined,
): ClassWeighting {
  if (weights === undefined) return (batch) => batch;
  checkWeights(weights);
  const { shape } = model.outputs[0];
  const outputs = shape.at(-1) ?? weights.length;
  if (loss.task === "regression")
    throw new RangeError(`fit: classWeights are for classification; targets of ${loss.name} have no class`);
  if (loss.task === "binary" && shape.slice(1).some((side) => side !== 1))
    throw new RangeError(
      `fit: classWeights need one class per row; ${loss.name} of outputs ${shapeText(shape)} may have several`,
    );
  const classes = loss.task === "binary" ? 2 : outputs;
  if (weights.length !== classes)
    throw new RangeError(
      `fit: classWeights must have one weight per class, ${String(classes)}, got ${String(weights.length)}`,
    );
  const isOneHot = loss.task === "multiclass" && loss.targetShape === undefined;
  return (batch) => {
    const { data } = batch.targets;
    if (isOneHot && data.length % classes !== 0) return batch; // the loss reports its shape
    const labels = isOneHot ? predictClasses({ data, shape: [data.length / classes, classes] }) : data;
    const isBinary = loss.task === "binary";
    const own = Float32Array.from(labels, (label) => weights[isBinary ? Number(label > 0.5) : label] ?? 1); // the loss reports other labels
    return { ...batch, weights: multiply(own, batch) };
  };
}

function checkWeights(weights: readonly number[]): void {
  const value: unknown = weights;
  if (!Array.isArray(value))
    throwWrongType(
      "fit: classWeights",
      "a list with a weight for each class",
      value,
      value === "balanced" ? 'write classWeights("balanced", labels) of @tensorloom/metrics' : undefined,
    );
  weights.forEach((weight, at) => finite(`fit: classWeights[${String(at)}]`, weight, 0));
}

/** The weights of classes, one per target, times those of the batch. */
function multiply(own: Float32Array, { targets, weights }: Batch): NDArray<Float32Array> {
  const [rows] = targets.shape;
  const shape =
    own.length === rows
      ? [rows]
      : targets.shape.slice(0, own.length === targets.data.length ? undefined : -1);
  if (weights === undefined) return { data: own, shape };
  if (weights.data.length !== own.length)
    throw new RangeError(
      `fit: weights must be one per target, [${String(own.length)}], got shape ${shapeText(weights.shape)}`,
    );
  return { data: own.map((weight, at) => weight * weights.data[at]), shape };
}
