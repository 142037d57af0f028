import { finalActivationOf } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { inferenceModel } from "../inference/inferenceModel.ts";
import { lowerModel } from "../net/lowerModel.ts";
import { compileGraph } from "../runtime/compileGraph.ts";
import type { GraphCache } from "../runtime/graphCache.ts";
import type { OrtTensor } from "../runtime/ortModule.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { OnnxRuntimeError } from "../runtime/runtimeError.ts";
import type { Session } from "../runtime/session.ts";
import type { Predictor } from "./predictor.ts";
import { toFloats } from "./toFloats.ts";
import { type WeightState, weightState } from "./weightState.ts";

/**
 * Options of {@link compilePredictor}.
 *
 * @inline
 */
export interface CompilePredictorOptions {
  /** Keeps compiled graphs. Default: none, since a graph holds the weights, and compiling takes as long as reading it. */
  readonly cache?: GraphCache | null | undefined;
}

const KNOWN: OptionKinds<CompilePredictorOptions> = { cache: "any" };

/** A compiled graph, and the weights that it holds. */
interface Compiled {
  readonly session: Session;
  readonly weights: WeightState;
  readonly inputs: readonly string[];
  readonly output: string;
}

/**
 * Compiles a model for ONNX Runtime, to predict.
 *
 * @throws UnsupportedLayerError for a layer that has no ONNX graph here; RangeError for a model with several outputs;
 * OnnxRuntimeError
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { compilePredictor, findRuntime } from "@tensorloom/onnx/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], activation: "sigmoid", name: "out" })] });
 * const { runtime } = await findRuntime();
 * if (runtime !== undefined) {
 *   const predictor = await compilePredictor(model, runtime);
 *   const logits = await predictor.run([{ data: Float32Array.of(1, 2), shape: [1, 2] }]);
 *   logits.shape; // => [1, 1]
 *   await predictor.dispose();
 * }
 * ```
 */
export async function compilePredictor(
  model: LayersModel,
  runtime: Runtime,
  options: CompilePredictorOptions = {},
): Promise<Predictor> {
  const { cache = null } = checkOptions("compilePredictor", options, KNOWN);
  const name = `prediction of ${model.name}`;
  if (model.outputs.length !== 1)
    throw new RangeError(`${model.name} must have one output, got ${String(model.outputs.length)}`);
  lowerModel(model);
  let isDisposed = false;
  let current = compile();
  let updating: Promise<Compiled> | undefined;

  async function compile(): Promise<Compiled> {
    const weights = weightState(model);
    const graph = await inferenceModel(model, { logits: true });
    const session = await compileGraph(runtime, graph, { name, cache });
    return {
      session,
      weights,
      inputs: graph.inputs.map((input) => input.name),
      output: graph.outputs[0].name,
    };
  }
  /** The compiled graph with the weights of now. Runs that overlap compile it once. */
  async function upToDate(): Promise<Compiled> {
    await updating?.catch(() => undefined); // the weights may have changed since it began
    const compiled = await current;
    if (compiled.weights.isCurrent()) return compiled;
    return (updating ??= replace(compiled));
  }
  /** Compiles the graph again, and releases the one before. If that fails, the next run tries again. */
  async function replace({ session }: Compiled): Promise<Compiled> {
    try {
      const fresh = await compile();
      current = Promise.resolve(fresh);
      await session.release();
      return fresh;
    } finally {
      updating = undefined;
    }
  }
  await current;
  return {
    activation: finalActivationOf(model),
    async run(arrays) {
      if (isDisposed) throw new OnnxRuntimeError("released", name, "dispose was called");
      const { session, inputs, output } = await upToDate();
      if (arrays.length !== inputs.length)
        throw new RangeError(
          `${name}: inputs must be ${String(inputs.length)}, got ${String(arrays.length)}`,
        );
      const { Tensor } = runtime.module;
      const feeds: Record<string, OrtTensor> = {};
      for (const [at, array] of arrays.entries())
        feeds[inputs[at]] = new Tensor(
          "float32",
          toFloats(`${name}: inputs[${String(at)}]`, array),
          array.shape,
        );
      const made = await session.run(
        () => feeds,
        () => ({ [output]: null }),
      );
      const { data, dims } = made[output];
      return { data: data as Float32Array, shape: dims }; // the graph's outputs are float32
    },
    async dispose() {
      if (isDisposed) return;
      isDisposed = true;
      await updating?.catch(() => undefined); // its run throws
      await current.then(({ session }) => session.release());
    },
  };
}
