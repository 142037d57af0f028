import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { layers, LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";
import { type Column, formatTable } from "./formatTable.ts";
import { isSequence, listConnections } from "./connections.ts";

/**
 * Options of {@link modelSummary}.
 *
 * @inline
 */
interface ModelSummaryOptions {
  /** Characters per line, at least 40. Default 88, or 108 if the layers do not form a sequence. */
  readonly lineLength?: number | undefined;
}

const KNOWN: OptionKinds<ModelSummaryOptions> = { lineLength: "number" };

/** Shares of the line where the columns end. */
const SEQUENCE = { length: 88, ends: [0.45, 0.8, 1] } as const;
const GRAPH = { length: 108, ends: [0.3, 0.56, 0.74, 1] } as const;

/**
 * Formats a model as `model.summary()` of Keras 3 prints it.
 *
 * A line per layer with its output shape and its parameters, then the totals. A model whose layers do not form a sequence
 * also has the layers that each one is connected to.
 *
 * @returns The text, without a line break at its end.
 * @throws RangeError if `lineLength` is less than 40.
 * @see keras/src/utils/summary_utils.py
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { modelSummary } from "@tensorloom/keras";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], name: "head" })], name: "small" });
 * modelSummary(model, { lineLength: 50 }).split("\n")[4]; // => "│ head (Dense)        │ (None, 1)      │       3 │"
 * ```
 */
export function modelSummary(model: LayersModel, options: ModelSummaryOptions = {}): string {
  const checked = checkOptions("modelSummary", options, KNOWN);
  const form = isSequence(model) ? SEQUENCE : GRAPH;
  const lineLength = integer("modelSummary: lineLength", checked.lineLength ?? form.length, 40);
  const isRow = form === SEQUENCE;
  const listed = isSequentialClass(model)
    ? model.layers.filter((layer) => layer.getClassName() !== "InputLayer")
    : model.layers;
  const rows = listed.map((layer) => [
    `${layer.name} (${kerasClass(layer)})`,
    formatShape(layer.outputShape),
    formatCount(layer.countParams()),
    ...(isRow ? [] : [listConnections(model, layer)]),
  ]);
  const [all, trainable] = [countParameters(model.weights), countParameters(model.trainableWeights)];
  return [
    `Model: "${model.name}"`,
    ...formatTable(layOut(form.ends, lineLength), rows),
    formatTotal("Total", all),
    formatTotal("Trainable", trainable),
    formatTotal("Non-trainable", all - trainable),
  ].join("\n");
}

/** Columns that share a line: its bars and spaces are taken from all of them in equal parts. */
function layOut(ends: readonly number[], length: number): readonly Column[] {
  const titles = ["Layer (type)", "Output Shape", "Param #", "Connected to"];
  let taken = 3 * ends.length + 1;
  return ends.map((end, at) => {
    const least = at === 0 ? 0 : Math.floor(ends[at - 1] * length);
    const cut = roundHalfToEven(taken / (ends.length - at));
    taken -= cut;
    const width = Math.floor(end * length) - least + 2 - cut;
    return { title: titles[at], width, align: at === 2 ? "right" : "left" };
  });
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return value % 1 === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

function isSequentialClass(model: LayersModel): boolean {
  return model.getClassName() === "Sequential";
}

/** The name that Keras has for a layer's class. */
function kerasClass(layer: layers.Layer): string {
  const name = layer.getClassName();
  return name === "Model" ? "Functional" : name;
}

/** `(None, 224, 224, 3)`, or a list of such for several outputs. */
function formatShape(shape: layers.Layer["outputShape"]): string {
  const isOne = (value: typeof shape): value is (number | null)[] => !Array.isArray(value[0]);
  if (!isOne(shape)) return `[${shape.map(formatShape).join(", ")}]`;
  return `(${shape.map((side) => (side === null ? "None" : String(side))).join(", ")}${shape.length === 1 ? "," : ""})`;
}

function countParameters(weights: readonly LayerVariable[]): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce<number>((a, b) => a * (b ?? 1), 1), 0);
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

function formatTotal(name: string, count: number): string {
  let [size, unit] = [4 * count, 0];
  for (; size >= 1024; unit++) size /= 1024;
  const rounded = roundHalfToEven(size * 100) / 100; // as Python formats; the sizes are exact in binary
  return ` ${name} params: ${formatCount(count)} (${rounded.toFixed(2)} ${UNITS[unit]})`;
}

function formatCount(value: number): string {
  return value.toLocaleString("en-US");
}
