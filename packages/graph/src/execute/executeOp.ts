import { engine, Tensor, type Tensor4D, util } from "@tensorflow/tfjs-core";
import { type layers, LayersModel } from "@tensorflow/tfjs-layers";
import { addN } from "@tensorloom/backend/internal";
import { batchNormalize } from "@tensorloom/backend/internal";
import { convolve } from "@tensorloom/backend/internal";
import { fusedConv2d } from "@tensorloom/backend/internal";
import { dropout } from "@tensorloom/backend/internal";
import { callWithoutActivation } from "../layers/finalActivation.ts";
import { globalMeans } from "@tensorloom/backend/internal";
import type { FusedOp } from "../fusion/fusedOp.ts";
import { updateMovingMean } from "@tensorloom/backend/internal";
import { squeezeExcite } from "@tensorloom/backend/internal";

/** What a model is called with. */
export type CallOptions = Readonly<Record<string, unknown>>;

/** What two runs of the same steps have to share. */
export interface Replay {
  /** The seeds that dropout was drawn with. */
  readonly seeds: Map<FusedOp, number>;
  /** Whether this is the second run, which leaves the moving statistics alone. */
  readonly again: boolean;
}

/** The output of one step for its inputs. */
export function executeOp(
  step: FusedOp,
  inputs: readonly Tensor[],
  options: CallOptions,
  replay?: Replay,
): Tensor {
  const [x] = inputs;
  const training = options["training"] === true;
  switch (step.kind) {
    case "layer":
      return single(step.layer, layerOutput(step, inputs.length === 1 ? x : [...inputs], options));
    case "convolution":
      return convolution(step, x, replay !== undefined);
    case "normalization":
      return normalization(step, x, training && !isFrozen(step.layer, options), replay?.again === true);
    case "squeezeExcite": {
      const [reduce, expand] = [step.reduce, step.expand].map((layer, which) => ({
        kernel: weight(layer, 0),
        bias: weight(layer, 1),
        activation: step.activations[which],
      }));
      return squeezeExcite(x, reduce, expand);
    }
    case "imageMeans":
      return globalMeans(x);
    case "sum":
      // A side that the model leaves open may be 1 in one of them.
      return inputs.every(({ shape }) => String(shape) === String(x.shape))
        ? addN(inputs)
        : single(step.layer, step.layer.call([...inputs], {}));
    case "dropout":
      return training ? dropout(x, { ...step, seed: seedOf(step, replay) }) : x;
  }
}

function convolution(step: Extract<FusedOp, { kind: "convolution" }>, x: Tensor, replayed: boolean): Tensor {
  const { layer, ending } = step;
  const [image, filter] = [x, weight(layer, 0)] as [Tensor4D, Tensor4D]; // checked when the model was made
  if (ending === undefined) return convolve(image, filter, step);
  const bias = ending.useBias ? weight(layer, 1) : undefined;
  const options = { ...step, bias, activation: ending.activation };
  return fusedConv2d(image, filter, { ...options, recorded: replayed || engine().isTapeOn() });
}

function layerOutput(
  { layer, toLogits }: Extract<FusedOp, { kind: "layer" }>,
  inputs: Tensor | Tensor[],
  options: CallOptions,
): Tensor | Tensor[] {
  if (toLogits === true && !(layer instanceof LayersModel))
    return callWithoutActivation(layer, inputs, options);
  return layer.call(inputs, { ...options, toLogits: toLogits === true }); // of a model, it is asked of the last alone
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
function isFrozen(layer: layers.Layer, options: CallOptions): boolean {
  const frozen = options["frozenLayers"];
  return !layer.trainable || (frozen instanceof Set && frozen.has(layer));
}

/** Normalises by the batch in training, by the moving statistics otherwise. */
function normalization(
  step: Extract<FusedOp, { kind: "normalization" }>,
  x: Tensor,
  training: boolean,
  again: boolean,
): Tensor {
  const { layer, epsilon, momentum, activation } = step;
  const named = new Map(layer.weights.map((variable) => [variable.originalName.split("/").at(-1), variable]));
  const [mean, variance] = ["moving_mean", "moving_variance"].map((name) => named.get(name));
  if (mean === undefined || variance === undefined)
    throw new Error(`fuse: ${layer.name} has no moving statistics`);
  const [gamma, beta] = ["gamma", "beta"].map((name) => named.get(name));
  const affine = { gamma: gamma?.read(), beta: beta?.read(), epsilon, activation };
  if (!training) return batchNormalize(x, { ...affine, statistics: [mean.read(), variance.read()] }).y;
  const found = batchNormalize(x, affine);
  if (again) return found.y;
  move(mean, found.mean, momentum);
  move(variance, found.variance, momentum);
  return found.y;
}

/** moving = momentum * moving + (1 - momentum) * found. */
function move(moving: layers.Layer["weights"][number], found: Tensor, momentum: number): void {
  const after = updateMovingMean(moving.read(), found, momentum);
  moving.write(after);
  after.dispose();
}

/** The seed of a layer's next draw: its own, or one of tfjs's dice where two runs must draw the same. */
function seedOf(step: Extract<FusedOp, { kind: "dropout" }>, replay: Replay | undefined): number | undefined {
  const { seed } = step.layer as layers.Layer & { readonly seed?: number }; // every Dropout has the field
  if (replay === undefined) return seed;
  const none = seed === undefined || seed === 0; // to tfjs
  const drawn = replay.seeds.get(step) ?? (none ? Math.ceil(util.randUniform(0, 2 ** 31 - 1)) : seed);
  replay.seeds.set(step, drawn);
  return drawn;
}
