import { dispose, getBackend, type NamedTensorMap } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { floatsOf } from "@tensorloom/backend";
import { emptyTensor } from "@tensorloom/backend/internal";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { allVariables, trainableVariables, type Variables } from "@tensorloom/graph/internal";
import { lowerModel } from "../net/lowerModel.ts";
import type { GraphCache } from "../runtime/graphCache.ts";
import type { OrtTensor } from "../runtime/ortModule.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { OnnxRuntimeError } from "../runtime/runtimeError.ts";
import type { LossSpec } from "../step/lossSpec.ts";
import { createMaskDrawer } from "./drawMasks.ts";
import { moveStatistics } from "./moveStatistics.ts";
import { OwnCopies } from "./ownCopies.ts";
import { regularize } from "./regularize.ts";
import { stepInputs } from "./stepInputs.ts";
import { type CompiledStep, createStepSessions } from "./stepSessions.ts";
import type { TrainStep } from "./trainStep.ts";

/**
 * Options of {@link compileTrainStep}.
 *
 * @inline
 */
export interface CompileTrainStepOptions {
  readonly loss: LossSpec;
  /** Keeps compiled graphs. Default: the folder of Tensorloom; null keeps none. */
  readonly cache?: GraphCache | null | undefined;
}

const KNOWN: OptionKinds<CompileTrainStepOptions> = { loss: "object", cache: "any" };

/**
 * Compiles the forward and backward pass of a model for ONNX Runtime.
 *
 * ONNX Runtime reads the weights in tfjs's memory and writes the gradients there, or copies if threads share that memory. The layers that are frozen now stay so.
 *
 * @throws UnsupportedLayerError for a layer that has no ONNX graph here; OnnxRuntimeError on a backend whose memory it cannot read.
 * @example
 * ```ts
 * import { dispose } from "@tensorflow/tfjs-core";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { compileTrainStep, findRuntime } from "@tensorloom/onnx/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], activation: "sigmoid", name: "out" })] });
 * const { runtime } = await findRuntime();
 * if (runtime !== undefined) {
 *   const loss = { name: "binaryCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;
 *   const step = compileTrainStep(model, runtime, { loss });
 *   const inputs = [{ data: Float32Array.of(1, 2), shape: [1, 2] }];
 *   const { gradients } = await step.run({ inputs, targets: { data: Float32Array.of(1), shape: [1, 1] }, weights: undefined });
 *   Object.keys(gradients); // => ["out/kernel", "out/bias"]
 *   dispose(gradients);
 *   await step.dispose();
 * }
 * ```
 */
export function compileTrainStep(
  model: LayersModel,
  runtime: Runtime,
  options: CompileTrainStepOptions,
): TrainStep {
  const { loss, cache } = checkOptions("compileTrainStep", options, KNOWN);
  const name = `train step of ${model.name}`;
  checkBackend(name);
  lowerModel(model);
  const variables = allVariables(model);
  const trainable = trainableVariables(model);
  const drawMasks = createMaskDrawer(model);
  const sessions = createStepSessions(model, runtime, { name, loss, cache });
  const { Tensor } = runtime.module;
  const copies = new OwnCopies();
  return {
    async run(batch) {
      checkBackend(name);
      const compiled = await sessions.get(batch.inputs.map(({ shape }) => shape));
      const { graph, session } = compiled;
      const arrays = new Map([...stepInputs(graph, batch), ...drawMasks(graph.masks)]);
      const gradients = emptyGradients(compiled, trainable);
      try {
        const outputs = await session.run(
          () => {
            const feeds: Record<string, OrtTensor> = {};
            for (const [input, { data, shape }] of arrays) feeds[input] = new Tensor("float32", data, shape);
            for (const [weight, input] of graph.weights) {
              const variable = variableOf(variables, weight);
              feeds[input] = new Tensor("float32", copies.read(input, floatsOf(variable)), variable.shape);
            }
            return feeds;
          },
          () => {
            const fetches: Record<string, OrtTensor | null> = {
              [graph.loss]: null,
              [graph.logits.name]: null,
            };
            for (const { batchMean, batchVariance } of graph.statistics)
              Object.assign(fetches, { [batchMean]: null, [batchVariance]: null });
            for (const [weight, output] of graph.gradients) {
              const gradient = gradients[weight];
              fetches[output] = new Tensor(
                "float32",
                copies.place(output, floatsOf(gradient)),
                gradient.shape,
              );
            }
            return fetches;
          },
        );
        for (const [weight, output] of graph.gradients) copies.copyBack(output, floatsOf(gradients[weight]));
        moveStatistics(variables, graph.statistics, outputs);
        const regularization = regularize(model, trainable, gradients);
        return {
          loss: Number(outputs[graph.loss].data[0]) + regularization,
          logits: {
            data: outputs[graph.logits.name].data as Float32Array, // the graph's outputs are float32
            shape: graph.logits.shape,
          },
          gradients,
        };
      } catch (error) {
        dispose(gradients);
        throw error;
      }
    },
    dispose: () => sessions.dispose(),
  };
}

/** @throws OnnxRuntimeError unless the backend's tensors are in memory that ONNX Runtime can read. */
function checkBackend(name: string): void {
  const backend = getBackend();
  if (backend !== "wasm" && backend !== "cpu") throw new OnnxRuntimeError("backend", name, backend);
}

function variableOf(variables: Variables, name: string): NonNullable<ReturnType<Variables["get"]>> {
  const variable = variables.get(name);
  if (variable === undefined) throw new Error(`the model has no weight ${name}`);
  return variable;
}

/** Tensors for the gradients to be written into. */
function emptyGradients({ graph }: CompiledStep, trainable: Variables): NamedTensorMap {
  const gradients: NamedTensorMap = {};
  try {
    for (const name of graph.gradients.keys())
      gradients[name] = emptyTensor(variableOf(trainable, name).shape);
    return gradients;
  } catch (error) {
    dispose(gradients);
    throw error;
  }
}
