import { finite, oneOf, shapeText } from "@tensorloom/core/internal";
import { finalActivationOf } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type Kind, KINDS } from "./kind.ts";

/** How a model's outputs become scores. */
export interface Head {
  readonly kind: Kind;
  /** The activation to apply to logits; undefined if the model's outputs are the scores. */
  readonly fromLogits: "sigmoid" | "softmax" | undefined;
  /** Logits are divided by it. */
  readonly temperature: number;
}

/** The options that say what a model's outputs mean. */
interface HeadOptions {
  readonly labels: readonly string[];
  readonly kind?: Kind | undefined;
  readonly fromLogits?: boolean | undefined;
  readonly temperature?: number | undefined;
}

/**
 * Finds out how a model's outputs become scores of labels.
 *
 * @throws RangeError if the labels do not fit the outputs, or an option contradicts the model.
 */
export function resolveHead(caller: string, model: LayersModel, options: HeadOptions): Head {
  const outputs = countOutputs(caller, model);
  const { labels, temperature = 1, fromLogits } = options;
  checkLabelCount(caller, labels, outputs);
  const activation = finalActivationOf(model)?.name;
  const kind = resolveKind(caller, outputs, activation, options.kind);
  if (activation === undefined && fromLogits === undefined)
    throw new RangeError(
      `${caller}: ${model.name} ends in neither sigmoid nor softmax; set fromLogits to true if its outputs are logits, ` +
        `or to false if they are probabilities`,
    );
  if (activation !== undefined && fromLogits === true)
    throw new RangeError(`${caller}: ${model.name} ends in ${activation}, so its outputs are not logits`);
  finite(`${caller}: temperature`, temperature, 0);
  if (temperature === 0) throw new RangeError(`${caller}: temperature must be above 0, got 0`);
  const divides = temperature !== 1;
  if (divides && fromLogits === false && activation === undefined)
    throw new RangeError(`${caller}: temperature divides logits, and fromLogits is false`);
  const applied = activation ?? (kind === "multiclass" ? "softmax" : "sigmoid");
  return { kind, temperature, fromLogits: divides || fromLogits === true ? applied : undefined };
}

function countOutputs(caller: string, model: LayersModel): number {
  const [shape, ...others] = model.outputs.map((output) => output.shape);
  const count = shape.at(-1);
  if (others.length === 0 && shape.length === 2 && typeof count === "number") return count;
  throw new RangeError(
    `${caller}: ${model.name} must have one output of shape [any, labels], got ${[shape, ...others].map(shapeText).join(" and ")}`,
  );
}

function checkLabelCount(caller: string, labels: readonly string[], outputs: number): void {
  const fits = outputs === 1 ? labels.length <= 2 : labels.length === outputs;
  if (fits) return;
  const expected = outputs === 1 ? "1 or 2 labels (negative, positive)" : `${String(outputs)} labels`;
  throw new RangeError(
    `${caller}: a model of ${String(outputs)} ${outputs === 1 ? "output" : "outputs"} needs ${expected}, got ${String(labels.length)}`,
  );
}

/** Sigmoids are independent, so several of them are labels of which any number may hold. */
function resolveKind(
  caller: string,
  outputs: number,
  activation: "sigmoid" | "softmax" | undefined,
  chosen: Kind | undefined,
): Kind {
  if (chosen !== undefined) oneOf(`${caller}: kind`, chosen, KINDS);
  const kind = chosen ?? (outputs === 1 ? "binary" : activation === "sigmoid" ? "multilabel" : "multiclass");
  const refuse = (why: string): RangeError => new RangeError(`${caller}: kind cannot be "${kind}": ${why}`);
  if ((kind === "binary") !== (outputs === 1))
    throw refuse(`the model has ${String(outputs)} ${outputs === 1 ? "output" : "outputs"}`);
  if (activation === "softmax" && kind !== "multiclass")
    throw refuse("the model ends in softmax, whose scores sum to 1");
  return kind;
}
