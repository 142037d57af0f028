import { isObject } from "@tensorloom/core/internal";

/** What to write instead of the options of Keras and tfjs that `fit` does not have, in lower case without underscores. */
const REPLACEMENTS: Readonly<Partial<Record<string, string>>> = {
  batchsize: "batch the dataset: dataset.batch(16, { collate: stack })",
  classweight: "write classWeights: [1, 5], a weight for each class",
  sampleweight: "set the weights of each batch, one per row",
  learningrate: "write schedule: 0.001",
  lr: "write schedule: 0.001",
  initialepoch: 'write checkpoint: { folder: "runs/a" } and resume: true',
  verbose: "write callbacks: [progressBar()]",
  shuffle: "shuffle the dataset: dataset.shuffle({ seed: 1 })",
  validationsplit: "split the data, and pass validation: dataset",
  validationdata: "write validation: dataset",
  validationsteps: "write validation: dataset.take(10)",
  x: "write train: fromArray([{ inputs, targets }])",
  y: "write train: fromArray([{ inputs, targets }])",
};

/**
 * Rejects a call in the style of Keras or tfjs: with positional arrays, or with their options.
 *
 * @throws TypeError with what to write instead.
 */
export function rejectForeignOptions(options: unknown): void {
  if (!isObject(options)) {
    if (options === undefined)
      throw new TypeError("fit: options are missing; write fit(model, { train, epochs, loss })");
    return;
  }
  if (typeof options["open"] === "function" || "shape" in options)
    throw new TypeError(
      "fit: takes one object of options; write fit(model, { train, epochs, loss }); train is a dataset of batches",
    );
  for (const key of Object.keys(options)) {
    const instead = REPLACEMENTS[key.toLowerCase().replaceAll("_", "")];
    if (instead !== undefined) throw new TypeError(`fit: unknown option ${key}; ${instead}`);
  }
}
