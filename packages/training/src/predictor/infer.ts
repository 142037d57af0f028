import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray } from "@tensorloom/data";
import { type GivenInputs, orderInputs } from "../batch/namedInputs.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { type EngineOption, resolveEngine } from "../engine/engineOption.ts";
import { checkModel } from "../model/checkModel.ts";
import { assertNoNaN, assertFiniteBatch } from "../nonFinite/assertFinite.ts";
import { createWeightGuard } from "../nonFinite/weightGuard.ts";
import { resolveReplicas } from "../options/replicasOptions.ts";
import type { Predictor } from "../strategies/trainer.ts";
import { createPredictor } from "./createPredictor.ts";

/**
 * Options of {@link infer}.
 *
 * @inline
 */
export interface InferOptions {
  /** Which engine computes the outputs, as for `fit`. Default `"auto"`: it expects many batches. */
  readonly engine?: EngineOption | undefined;
  /** Called with the engine that computes, and once more if tfjs has to go on for it. */
  readonly onEngine?: ((engine: EngineChoice) => void) | undefined;
  /** Whether to return logits: what the model computes before its final sigmoid or softmax. Default false. */
  readonly logits?: boolean | undefined;
}

const OPTIONS: OptionKinds<InferOptions> = { engine: "any", onEngine: "function", logits: "boolean" };

/**
 * A model as a function on arrays.
 *
 * @inline
 */
export interface Inference {
  (inputs: GivenInputs): Promise<NDArray<Float32Array>>;
  /** Frees what the engine holds beside the model. A later call takes it again. */
  readonly dispose: () => Promise<void>;
}

/**
 * Wraps a model as a function on arrays, for `map`.
 *
 * The model runs in inference mode. A frozen backbone computes the same features in every epoch, so run each image
 * through it once:
 * `images.batch(16, { collate: stack }).map(async (b) => ({ ...b, inputs: await features(b.inputs) })).cache()`.
 *
 * @throws NonFiniteError from the function, if inputs, weights or outputs contain NaN.
 * @returns A function that takes `[batch, ...]`, or if the model has several inputs a list or an object by the names of its input layers, and returns the output. Its
 * `dispose()` frees the session of ONNX Runtime; the model stays.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { infer } from "@tensorloom/training";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.globalAveragePooling1d({ inputShape: [2, 1] })] });
 * const means = infer(model);
 * (await means({ data: Float32Array.of(1, 3, 5, 7), shape: [2, 2, 1] })).data; // => Float32Array.of(2, 6)
 * ```
 */
export function infer(model: LayersModel, options: InferOptions = {}): Inference {
  checkModel("infer", model);
  const { onEngine, logits = false } = checkOptions("infer", options, OPTIONS);
  const engine = resolveEngine("infer", options.engine);
  const replicas = resolveReplicas("infer", 1);
  const guard = createWeightGuard(model);
  const at = { caller: "infer", phase: "prediction" as const };
  let predictor: Promise<Predictor> | undefined;
  async function run(received: GivenInputs): Promise<NDArray<Float32Array>> {
    const inputs = orderInputs("infer", model, received);
    assertFiniteBatch({ inputs }, at);
    await guard.assertNewWeightsFinite(at);
    predictor ??= createPredictor("infer", model, { replicas, engine, onEngine });
    const current = await predictor;
    const outputs = logits
      ? (await current.predictLogits({ inputs })).values
      : await current.predictBatch({ inputs });
    assertNoNaN(outputs, { inputs }, at);
    return outputs;
  }
  async function dispose(): Promise<void> {
    const used = predictor;
    predictor = undefined;
    await (await used?.catch(() => undefined))?.close(); // none was created if that failed
  }
  return Object.assign(run, { dispose });
}
