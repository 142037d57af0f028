import { shapeText } from "@tensorloom/core/internal";

/**
 * One weight that does not fit the model.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { loadWeights, type WeightIssue, WeightsError } from "@tensorloom/efficientnet";
 *
 * const isOfAnotherHead = ({ name, problem }: WeightIssue): boolean => problem === "shape" && name.startsWith("head/");
 *
 * const head = layers.dense({ name: "head", units: 1, inputShape: [2], useBias: false });
 * const ofTwoUnits = new Map([["head/kernel", { data: new Float32Array(4), shape: [2, 2] }]]);
 * let issues: readonly WeightIssue[] = [];
 * try {
 *   loadWeights(sequential({ layers: [head] }), ofTwoUnits);
 * } catch (error) {
 *   if (error instanceof WeightsError) issues = error.issues;
 * }
 * issues.every(isOfAnotherHead) && issues[0].got; // => [2, 2]
 * ```
 */
export interface WeightIssue {
  /** Its name in the model, or in the file if the model has no such weight. */
  readonly name: string;
  readonly problem: "missing" | "unexpected" | "shape" | "notFinite";
  /** The model's shape; `undefined` if the model has no such weight. */
  readonly expected: readonly number[] | undefined;
  /** The file's shape; `undefined` if the file has no such weight. */
  readonly got: readonly number[] | undefined;
}

/**
 * Thrown by `loadWeights` if weights do not fit the model; `issues` lists all of them.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { loadWeights, WeightsError } from "@tensorloom/efficientnet";
 *
 * const model = sequential({ layers: [layers.dense({ name: "head", units: 1, inputShape: [2] })] });
 * try {
 *   loadWeights(model, new Map());
 * } catch (error) {
 *   error instanceof WeightsError && error.issues.map(({ name, problem }) => `${name}: ${problem}`); // => ["head/kernel: missing", "head/bias: missing"]
 * }
 * ```
 */
export class WeightsError extends Error {
  override readonly name = "WeightsError";
  readonly issues: readonly WeightIssue[];

  constructor(model: string, issues: readonly WeightIssue[]) {
    const count = issues.length === 1 ? "1 weight does" : `${String(issues.length)} weights do`;
    super(`loadWeights: ${count} not fit the model ${model}:\n${issues.map(issueText).join("\n")}`);
    this.issues = issues;
  }
}

function issueText({ name, problem, expected, got }: WeightIssue): string {
  switch (problem) {
    case "missing":
      return `  ${name}: missing, expected ${shapeText(expected ?? [])}`;
    case "unexpected":
      return `  ${name}: the model has no such weight, got ${shapeText(got ?? [])}`;
    case "notFinite":
      return `  ${name}: expected finite numbers, got NaN or an infinity`;
    case "shape":
      return `  ${name}: expected ${shapeText(expected ?? [])}, got ${shapeText(got ?? [])}`;
  }
}
