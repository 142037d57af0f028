import { engine, Tensor, type Tensor4D, util } from "@tensorflow/tfjs-core";
import { type layers, LayersModel } from "@tensorflow/tfjs-layers";
import {
  addN,
  convolve,
  dropout,
  fusedConv2d,
  globalMeans,
  squeezeExcite,
  squeezeExciteProject,
} from "@tensorloom/backend/internal";
import type { FusedOp } from "../fusion/fusedOp.ts";
import { callWithoutActivation } from "../layers/finalActivation.ts";
import { normalizeOp } from "./normalizeOp.ts";

/** Options that a model is called with. */
export type CallOptions = Readonly<Record<string, unknown>>;

/** What the two executions of a segment share, so that they compute the same numbers. */
export interface Replay {
  /** The seeds of the dropout masks. */
  readonly seeds: Map<FusedOp, number>;
  /** Whether this is the recomputation, which does not move the moving statistics. */
  readonly recomputing: boolean;
}

/** Executes one operation. */
export function executeOp(
  op: FusedOp,
  inputs: readonly Tensor[],
  options: CallOptions,
  replay?: Replay,
): Tensor {
  const [x] = inputs;
  const training = options["training"] === true;
  switch (op.kind) {
    case "layer":
      return single(op.layer, callLayer(op, inputs.length === 1 ? x : [...inputs], options));
    case "convolution":
      return convolution(op, x, replay !== undefined);
    case "normalization":
    case "normalizedDepthwise": {
      const moves = replay?.recomputing !== true;
      return normalizeOp(op, x, { training: training && !isFrozen(op.layer, options), moves });
    }
    case "squeezeExcite": {
      const [reduce, expand] = [op.reduce, op.expand].map((layer, which) => ({
        kernel: weight(layer, 0),
        bias: weight(layer, 1),
        activation: op.activations[which],
      }));
      if (op.project === undefined) return squeezeExcite(x, reduce, expand);
      return squeezeExciteProject(x, reduce, expand, weight(op.project, 0) as Tensor4D); // of a convolution
    }
    case "imageMeans":
      return globalMeans(x);
    case "sum":
      // A side that the model leaves open may be 1 in one of them.
      return inputs.every(({ shape }) => String(shape) === String(x.shape))
        ? addN(inputs)
        : single(op.layer, op.layer.call([...inputs], {}));
    case "dropout":
      return training ? dropout(x, { ...op, seed: () => seedOf(op, replay) }) : x;
  }
}

function convolution(op: Extract<FusedOp, { kind: "convolution" }>, x: Tensor, replayed: boolean): Tensor {
  const { layer, epilogue } = op;
  const [image, filter] = [x, weight(layer, 0)] as [Tensor4D, Tensor4D]; // checked when the model was planned
  if (epilogue === undefined) return convolve(image, filter, op);
  const bias = epilogue.useBias ? weight(layer, 1) : undefined;
  const options = { ...op, bias, activation: epilogue.activation };
  return fusedConv2d(image, filter, { ...options, recorded: replayed || engine().isTapeOn() });
}

function callLayer(
  { layer, toLogits }: Extract<FusedOp, { kind: "layer" }>,
  inputs: Tensor | Tensor[],
  options: CallOptions,
): Tensor | Tensor[] {
  if (toLogits === true && !(layer instanceof LayersModel))
    return callWithoutActivation(layer, inputs, options);
  return layer.call(inputs, { ...options, toLogits: toLogits === true }); // only the last model stops at logits
}

function single(layer: layers.Layer, output: Tensor | Tensor[]): Tensor {
  if (output instanceof Tensor) return output;
  if (output.length === 1) return output[0];
  throw new Error(`fuse: layer ${layer.name} must have one output, got ${String(output.length)}`);
}

function weight(layer: layers.Layer, at: number): Tensor {
  return layer.weights[at].read();
}

/** Whether the layer, or a model that holds it, is frozen. */
export function isFrozen(layer: layers.Layer, options: CallOptions): boolean {
  const frozen = options["frozenLayers"];
  return !layer.trainable || (frozen instanceof Set && frozen.has(layer));
}

/** The seed of a dropout layer: its own, or a random one if two executions must draw the same mask. */
function seedOf(op: Extract<FusedOp, { kind: "dropout" }>, replay: Replay | undefined): number | undefined {
  const { seed } = op.layer as layers.Layer & { readonly seed?: number }; // every Dropout has the field
  if (replay === undefined) return seed;
  const isUnset = seed === undefined || seed === 0; // to tfjs
  const drawn = replay.seeds.get(op) ?? (isUnset ? Math.ceil(util.randUniform(0, 2 ** 31 - 1)) : seed);
  replay.seeds.set(op, drawn);
  return drawn;
}
