import type { LayersModel, layers, LayerVariable } from "@tensorflow/tfjs-layers";

type Row = readonly [layer: string, shape: string, parameters: string, frozen: string];

/**
 * Formats a model as a table of text: a line per layer, what is frozen, and totals.
 *
 * `model.summary()` of tfjs can only print, and miscounts layers that were frozen after `compile`.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { buildEfficientNet, summary } from "@tensorloom/efficientnet";
 *
 * const model = buildEfficientNet("B0", { preprocessing: "none", initialWeights: "zeros" });
 * summary(model).split("\n").at(-3); // => "Parameters 5,330,564"
 * ```
 */
export function summary(model: LayersModel): string {
  const head: Row = ["Layer (type)", "Output shape", "Parameters", "Frozen"];
  const rows = [head, ...model.layers.map(summaryRow)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
  const lines = rows.map(([layer, shape, parameters, frozen]) =>
    `${layer.padEnd(widths[0])}  ${shape.padEnd(widths[1])}  ${parameters.padStart(widths[2])}  ${frozen}`.trimEnd(),
  );
  const rule = "-".repeat(widths[0] + widths[1] + widths[2] + 12);
  const [all, trainable] = [countParameters(model.weights), countParameters(model.trainableWeights)];
  return [
    `Model ${model.name}`,
    rule,
    ...lines,
    rule,
    `Parameters ${formatCount(all)}`,
    `Trainable ${formatCount(trainable)}`,
    `Frozen, and moving statistics ${formatCount(all - trainable)}`,
  ].join("\n");
}

function summaryRow(layer: layers.Layer): Row {
  const shape = JSON.stringify(layer.outputShape).replaceAll(",", ", ");
  const frozen = layer.weights.length > 0 && layer.trainableWeights.length === 0 ? "frozen" : "";
  return [`${layer.name} (${layer.getClassName()})`, shape, formatCount(layer.countParams()), frozen];
}

function countParameters(weights: readonly LayerVariable[]): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce<number>((a, b) => a * (b ?? 1), 1), 0);
}

/** `5,330,564`. */
function formatCount(value: number): string {
  return value.toLocaleString("en-US");
}
