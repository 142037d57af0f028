import { GraphBuilder } from "../../format/graphBuilder.ts";
import { pruneModel } from "../../format/pruneModel.ts";
import { endAtLogits } from "../../net/endAtLogits.ts";
import { mergePads } from "../../net/mergePads.ts";
import type { Net, NetTensor } from "../../net/net.ts";
import { BLOCKED_MATCHERS } from "../blocked/match/blockedMatchers.ts";
import type { BlockedLayout } from "../blockedLayout.ts";
import { lossShapes, writeLoss } from "../losses/writeLoss.ts";
import type { LossSpec } from "../lossSpec.ts";
import { fromLayersLayout, toLayersLayout } from "../shapes/axes.ts";
import { StepContext } from "../stepContext.ts";
import type { TensorOfGraph, TrainGraph } from "../trainGraph.ts";
import { markDifferentiable } from "./markDifferentiable.ts";
import { planParts } from "./planParts.ts";
import { StepOutputs } from "./stepOutputs.ts";

/** Options of {@link emitTrainGraph}. */
export interface TrainGraphOptions {
  /** Rows of the batch. */
  readonly batch: number;
  readonly loss: LossSpec;
  /** The blocked layout of this machine. Default: standard operators only, which every execution provider has. */
  readonly blocked?: BlockedLayout | undefined;
}

/**
 * Writes the train step of a net as an ONNX graph: forward pass, loss and backward pass.
 *
 * Nodes that no gradient, statistic, loss or logit needs are left out: the backward pass ends at the first trainable weight.
 *
 * @throws RangeError if the net has several outputs, or a side that is not known.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { emitTrainGraph, lowerModel } from "@tensorloom/onnx/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], activation: "sigmoid", name: "out" })] });
 * const loss = { name: "binaryCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;
 * const { gradients } = emitTrainGraph(lowerModel(model), { batch: 4, loss });
 * [...gradients.keys()]; // => ["out/kernel", "out/bias"]
 * ```
 */
export function emitTrainGraph(model: Net, { batch, loss, blocked }: TrainGraphOptions): TrainGraph {
  checkNet(model);
  const activation = model.finalActivation;
  const net = mergePads(endAtLogits(model));
  const builder = new GraphBuilder();
  const context = new StepContext(builder, batch, blocked);
  const outputs = new StepOutputs(context);
  const inputs = net.inputs.map((input) => declareInput(context, input));
  markDifferentiable(net, context);
  const backward = planParts(net, blocked === undefined ? [] : BLOCKED_MATCHERS).map((part) => part(outputs));

  const [output] = net.outputs;
  const logits = toLayersLayout(context, context.get(output), output);
  const shape = [batch, ...sidesOf(output)];
  const shapes = lossShapes(loss, shape);
  const targets = builder.input("targets", shapes.targets);
  const rowWeights = builder.input("rowWeights", shapes.rows);
  const written = writeLoss(loss, { builder, logits, shape, activation, targets }, rowWeights);
  builder.output("loss", written.loss, []);
  builder.output("logits", logits, shape);

  if (context.needsGradient(output))
    context.addGradient(output, fromLayersLayout(context, written.gradient, output));
  for (const back of backward.reverse()) back();
  const gradients = new Map<string, string>();
  for (const [name, gradient] of context.weightGradients) {
    builder.output(`gradients/${name}`, gradient);
    gradients.set(name, `gradients/${name}`);
  }

  const weightInputs = new Set(context.weights.values());
  const pruned = pruneModel(builder.finish(`${net.name} train step`), (name) => weightInputs.has(name));
  const read = new Set(pruned.inputs.map(({ name }) => name));
  return {
    model: pruned,
    inputs,
    targets: { name: targets, shape: shapes.targets },
    rowWeights: { name: rowWeights, shape: shapes.rows },
    weights: new Map([...context.weights].filter(([, input]) => read.has(input))),
    masks: outputs.masks,
    loss: "loss",
    logits: { name: "logits", shape },
    finalActivation: activation,
    gradients,
    statistics: outputs.statisticsOutputs,
  };
}

function declareInput(context: StepContext, input: NetTensor): TensorOfGraph {
  const shape = [context.batch, ...sidesOf(input)];
  const name = context.builder.input(`inputs/${input.name}`, shape);
  context.set(input, fromLayersLayout(context, name, input));
  return { name, shape };
}

function sidesOf({ shape }: NetTensor): readonly number[] {
  return shape.map((side) => side ?? 0); // checkNet refuses a free side
}

function checkNet({ name, inputs, outputs, ops }: Net): void {
  if (outputs.length !== 1)
    throw new RangeError(`${name}: a train step needs one output, got ${String(outputs.length)}`);
  const free = [...inputs, ...ops.map((op) => op.output)].find(({ shape }) => shape.includes(null));
  if (free === undefined) return;
  const shape = free.shape.map((side) => String(side)).join(", ");
  throw new RangeError(
    `${name}: a train step needs a net without free sides, and ${free.name} has the shape [${shape}]; pass inputShapes`,
  );
}
