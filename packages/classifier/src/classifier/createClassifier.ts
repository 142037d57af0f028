import { checkOptions, checkSignal, integer, type OptionKinds, shown } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { infer } from "@tensorloom/training";
import { type LabelScore, rank } from "../head/labelScore.ts";
import { scoresOf } from "../head/scoresOf.ts";
import { decide } from "../head/thresholds.ts";
import { nameOf } from "../input/imageInput.ts";
import { CLASSIFIER_OPTIONS, checkClassifier, type ClassifierOptions } from "../options/classifierOptions.ts";
import type { Classifier, ClassifyBatchOptions, ClassifyOptions } from "./classifier.ts";
import { createLimit } from "./createLimit.ts";
import { type NamedInput, prepareBatch } from "./prepareBatch.ts";

/**
 * How a classifier computes.
 *
 * @inline
 */
export interface EngineOptions {
  /** Which engine computes the scores, as for `predict`. Default `"auto"`, which expects many pictures. */
  readonly engine?: "auto" | "tfjs" | "onnxruntime" | undefined;
  /** Called with the engine that computes, and once more if tfjs has to go on for it. */
  readonly onEngine?: NonNullable<Parameters<typeof infer>[1]>["onEngine"];
}

/** The names of {@link EngineOptions}, for argument checks. */
export const ENGINE_OPTIONS: OptionKinds<EngineOptions> = { engine: "any", onEngine: "function" };

/**
 * Options of {@link createClassifier}.
 *
 * @inline
 */
export interface CreateClassifierOptions extends ClassifierOptions, EngineOptions {}

const KNOWN: OptionKinds<CreateClassifierOptions> = { ...CLASSIFIER_OPTIONS, ...ENGINE_OPTIONS };
const CLASSIFY: OptionKinds<ClassifyOptions> = { top: "number", signal: "any" };
const CLASSIFY_BATCH: OptionKinds<ClassifyBatchOptions> = { ...CLASSIFY, batchSize: "number" };

const DEFAULT_BATCH_SIZE = 32;

/** Pictures that are decoded at the same time, by all calls together; each may take 300 MB until it is resized. */
const MAX_DECODING = 4;

/**
 * Makes a classifier of a model, its labels and its preprocessing.
 *
 * The scores are those that `predict` returns for the same pictures. The model stays yours: `dispose` of the classifier
 * does not dispose it.
 *
 * @throws TypeError or RangeError if the labels, the preprocessing or another option does not fit the model.
 * @see fastai, `Learner.predict`; Hugging Face, `pipeline("image-classification")`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { createClassifier, createPreprocess } from "@tensorloom/classifier";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [
 *     layers.flatten({ inputShape: [1, 1, 3] }),
 *     layers.dense({ units: 3, activation: "softmax", kernelInitializer: "identity" }),
 *   ],
 * });
 * const preprocess = createPreprocess({ height: 1, width: 1, scaling: "unit" });
 * const classifier = createClassifier(model, { labels: ["red", "green", "blue"], preprocess });
 * const lime = { data: Uint8Array.of(50, 205, 50), height: 1, width: 1, channels: 3 };
 * const [best] = await classifier.classify(lime, { top: 1 });
 * [best.label, best.predicted]; // => ["green", true]
 * ```
 */
export function createClassifier(model: LayersModel, options: CreateClassifierOptions): Classifier {
  const { engine, onEngine, ...known } = checkOptions("createClassifier", options, KNOWN);
  return buildClassifier("createClassifier", model, known, { engine, onEngine }, () => undefined);
}

/**
 * Builds a classifier.
 *
 * @param release - Frees the model, if the classifier owns it.
 */
export function buildClassifier(
  caller: string,
  model: LayersModel,
  options: ClassifierOptions,
  { engine, onEngine }: EngineOptions,
  release: () => void,
): Classifier {
  const head = checkClassifier(caller, model, options);
  const { preprocess, thresholds = {} } = options;
  const labels = Object.freeze([...options.labels]);
  const run = infer(model, { engine, onEngine, logits: head.fromLogits !== undefined });
  const limit = createLimit(MAX_DECODING);
  const running = new Set<Promise<unknown>>();
  let turn: Promise<unknown> = Promise.resolve();
  let disposal: Promise<void> | undefined;

  /** Runs the model for one batch after another, so that calls that overlap share its memory and its engine. */
  function compute(batch: Parameters<typeof run>[0]): ReturnType<typeof run> {
    const result = turn.then(() => run(batch));
    turn = result.catch(() => undefined);
    return result;
  }

  async function classifyAll(
    inputs: readonly NamedInput[],
    { top = labels.length, signal, batchSize = DEFAULT_BATCH_SIZE }: ClassifyBatchOptions,
  ): Promise<readonly (readonly LabelScore[])[]> {
    const found: (readonly LabelScore[])[] = [];
    for (let from = 0; from < inputs.length; from += batchSize) {
      const part = inputs.slice(from, from + batchSize);
      const batch = await prepareBatch(preprocess.options, part, limit, signal);
      signal?.throwIfAborted();
      const { data, shape } = await compute(batch);
      for (let row = 0; row < shape[0]; row++) {
        const scores = scoresOf(data.subarray(row * shape[1], (row + 1) * shape[1]), labels, head);
        const predicted = decide(scores, labels, head.kind, thresholds);
        const all = labels.map((label, at) => ({ label, score: scores[at], predicted: predicted[at] }));
        found.push(rank(all, top));
      }
    }
    return found;
  }

  /** Starts a call, which `dispose` waits for. */
  async function start<T>(name: string, call: () => Promise<T>): Promise<T> {
    if (disposal !== undefined) throw new Error(`${name}: the classifier has been disposed`);
    const promise = call();
    running.add(promise);
    try {
      return await promise;
    } finally {
      running.delete(promise);
    }
  }

  return {
    labels,
    model,
    options: { ...options, labels },
    classify: (input, more = {}) =>
      start("classify", async () => {
        const checked = checkClassify("classify", more, CLASSIFY);
        const [scores] = await classifyAll([{ input, name: nameOf(input) ?? "classify: input" }], checked);
        return scores;
      }),
    classifyBatch: (inputs, more = {}) =>
      start("classifyBatch", () => {
        const checked = checkClassify("classifyBatch", more, CLASSIFY_BATCH);
        return classifyAll(nameInputs(inputs), checked);
      }),
    dispose() {
      disposal ??= Promise.allSettled(running).then(async () => {
        await run.dispose();
        release();
      });
      return disposal;
    },
  };
}

function checkClassify<O extends ClassifyBatchOptions>(name: string, options: O, known: OptionKinds<O>): O {
  const { top, batchSize, signal } = checkOptions(name, options, known);
  if (top !== undefined) integer(`${name}: top`, top, 1);
  if (batchSize !== undefined) integer(`${name}: batchSize`, batchSize, 1);
  checkSignal(`${name}: signal`, signal);
  return options;
}

function nameInputs(inputs: Parameters<Classifier["classifyBatch"]>[0]): readonly NamedInput[] {
  const list: unknown = inputs;
  if (!Array.isArray(list))
    throw new TypeError(`classifyBatch: inputs must be a list of pictures, got ${shown(list)}`);
  return inputs.map((input, at) => {
    const own = nameOf(input);
    return { input, name: own === undefined ? `inputs[${String(at)}]` : `inputs[${String(at)}] (${own})` };
  });
}
