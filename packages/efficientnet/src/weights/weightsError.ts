/** One weight that is not as the model wants it. */
export interface Misfit {
  /** Its name in the model, or in the file where the model has none like it. */
  readonly name: string;
  readonly problem: "missing" | "unexpected" | "shape" | "notFinite";
  /** The model's shape; `undefined` where the model has no such weight. */
  readonly expected: readonly number[] | undefined;
  /** The file's shape; `undefined` where the file has no such weight. */
  readonly got: readonly number[] | undefined;
}

/**
 * Weights that do not fit a model; `misfits` holds every one of them.
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
 *   error instanceof WeightsError && error.misfits.map(({ name, problem }) => `${name}: ${problem}`); // => ["head/kernel: missing", "head/bias: missing"]
 * }
 * ```
 */
export class WeightsError extends Error {
  override readonly name = "WeightsError";
  readonly misfits: readonly Misfit[];

  constructor(model: string, misfits: readonly Misfit[]) {
    const count = misfits.length === 1 ? "1 weight does" : `${String(misfits.length)} weights do`;
    super(`loadWeights: ${count} not fit the model ${model}:\n${misfits.map(line).join("\n")}`);
    this.misfits = misfits;
  }
}

function line({ name, problem, expected, got }: Misfit): string {
  switch (problem) {
    case "missing":
      return `  ${name}: missing, expected ${shown(expected)}`;
    case "unexpected":
      return `  ${name}: the model has no such weight, got ${shown(got)}`;
    case "notFinite":
      return `  ${name}: expected finite numbers, got NaN or an infinity`;
    case "shape":
      return `  ${name}: expected ${shown(expected)}, got ${shown(got)}`;
  }
}

function shown(shape: readonly number[] = []): string {
  return `[${shape.join(", ")}]`;
}
