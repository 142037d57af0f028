import { isObject, isRecord, shapeText, shown } from "@tensorloom/core/internal";
import type { OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Preprocess } from "../preprocess/createPreprocess.ts";
import { type Card, checkCard } from "./card.ts";
import type { Kind } from "../head/kind.ts";
import { type Head, resolveHead } from "../head/resolveHead.ts";
import { checkThresholds, type Thresholds } from "../head/thresholds.ts";

/**
 * What a classifier knows beside its model.
 *
 * @inline
 */
export interface ClassifierOptions {
  /** One per output, in the order of the outputs. A model of one output has two: `[negative, positive]`, or the positive. */
  readonly labels: readonly string[];
  /** The function of `createPreprocess` that prepared the pictures of the training. */
  readonly preprocess: Preprocess;
  /**
   * How the labels relate. Default: `"binary"` for one output, `"multilabel"` for several that end in sigmoid, else
   * `"multiclass"`.
   */
  readonly kind?: Kind | undefined;
  /** Whether outputs are logits. Needed if the model ends in neither sigmoid nor softmax. */
  readonly fromLogits?: boolean | undefined;
  /** The score from which on a label is predicted: `{ malignant: 0.3 }`. Of two exclusive labels, name one. */
  readonly thresholds?: Thresholds | undefined;
  /** Divides the logits, so that scores are calibrated. Default 1. */
  readonly temperature?: number | undefined;
  /** What `evaluate` measured, for the model card. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  /** What is known of the training, as plain JSON: epochs, seed, optimizer, dates. */
  readonly training?: Readonly<Record<string, unknown>> | undefined;
  /** Texts of the model card. */
  readonly card?: Card | undefined;
}

/** The names of {@link ClassifierOptions}, for argument checks. */
export const CLASSIFIER_OPTIONS: OptionKinds<ClassifierOptions> = {
  labels: "any",
  preprocess: "function",
  kind: "string",
  fromLogits: "boolean",
  thresholds: "any",
  temperature: "number",
  metrics: "any",
  training: "any",
  card: "object",
};

/**
 * Checks what a classifier knows against its model.
 *
 * @returns How the model's outputs become scores.
 * @throws TypeError or RangeError that names the option.
 */
export function checkClassifier(caller: string, model: LayersModel, options: ClassifierOptions): Head {
  const { labels, preprocess, thresholds = {}, metrics = {}, training = {}, card = {} } = options;
  checkModel(caller, model);
  checkLabels(caller, labels);
  checkInput(caller, model, preprocess);
  const head = resolveHead(caller, model, options);
  checkThresholds(caller, thresholds, labels, head.kind);
  checkNumbers(caller, metrics);
  if (!isRecord(training))
    throw new TypeError(`${caller}: training must be a plain object, got ${shown(training)}`);
  checkCard(caller, card);
  return head;
}

function checkModel(caller: string, model: LayersModel): void {
  const value: unknown = model;
  const outputs = isObject(value) && Array.isArray(value["outputs"]) ? value["outputs"].length : 0;
  if (outputs > 0) return;
  const what = isObject(value) && "layers" in value ? "a model without layers" : shown(value);
  throw new TypeError(`${caller}: model must be a LayersModel of @tensorflow/tfjs-layers, got ${what}`);
}

function checkLabels(caller: string, labels: readonly string[]): void {
  const list: unknown = labels;
  if (!Array.isArray(list) || list.length === 0)
    throw new TypeError(`${caller}: labels must be a list of texts, got ${shown(list)}`);
  const wrong: unknown = list.find((label) => typeof label !== "string" || label.trim() === "");
  const at = list.indexOf(wrong);
  if (at >= 0)
    throw new TypeError(
      `${caller}: labels[${String(at)}] must be a text that is not empty, got ${shown(wrong)}`,
    );
  const twice = labels.find((label, position) => labels.indexOf(label) !== position);
  if (twice !== undefined) throw new RangeError(`${caller}: labels must differ, got ${shown(twice)} twice`);
}

function checkInput(caller: string, model: LayersModel, preprocess: Preprocess): void {
  const value: unknown = preprocess;
  if (typeof value !== "function" || !("options" in value))
    throw new TypeError(
      `${caller}: preprocess must be a function of createPreprocess, got ${shown(value)}; ` +
        `write createPreprocess({ height, width })`,
    );
  const { height, width, channels } = preprocess.options;
  const shapes = model.inputs.map((input) => input.shape);
  const [shape] = shapes;
  const fits = (side: number | null, made: number): boolean => side === null || side === made;
  const isMatch =
    shapes.length === 1 &&
    shape.length === 4 &&
    [height, width, channels].every((side, axis) => fits(shape[axis + 1], side));
  if (!isMatch)
    throw new RangeError(
      `${caller}: ${model.name} reads ${shapes.map(shapeText).join(" and ")}, ` +
        `and preprocess makes ${shapeText([null, height, width, channels])}`,
    );
}

function checkNumbers(caller: string, metrics: Readonly<Record<string, number>>): void {
  const value: unknown = metrics;
  if (!isRecord(value))
    throw new TypeError(`${caller}: metrics must be an object { name: number }, got ${shown(value)}`);
  for (const [name, number] of Object.entries(value))
    if (typeof number !== "number")
      throw new TypeError(`${caller}: metrics: ${name} must be a number, got ${shown(number)}`);
}
