import type { NetOp, NetOpOf } from "../../../net/net.ts";
import type { MatchedPart } from "../../partMatcher.ts";
import { plainPart } from "../../plain/plainPart.ts";
import type { StepPart } from "../../stepPart.ts";
import { activate, isBlockedActivation } from "../graph/activate.ts";
import { BlockedGraph } from "../graph/blockedGraph.ts";

/**
 * Matches single operations that stay in blocks of channels if their inputs are in blocks: activations, sums and the mean over
 * positions. Otherwise they are computed on plain images.
 */
export function matchElementwise(op: NetOp): MatchedPart | undefined {
  const part = partOf(op);
  if (part === undefined || op.inputs.some(({ shape }) => shape.length !== 3)) return undefined;
  const whole = plainPart(op);
  return {
    ops: [op],
    part: (parts) => (op.inputs.every((input) => parts.context.has(input, "blocked")) ? part : whole)(parts),
  };
}

function partOf(op: NetOp): StepPart | undefined {
  if (op.kind === "activation") return activationPart(op);
  if (op.kind === "globalPool" && op.mode === "average") return meanPart(op);
  return op.kind === "merge" && op.merge === "add" && op.inputs.length === 2 ? sumPart(op) : undefined;
}

function activationPart(op: NetOpOf<"activation">): StepPart | undefined {
  const { activation, output } = op;
  if (!isBlockedActivation(activation)) return undefined;
  const [input] = op.inputs;
  return ({ context }) => {
    const graph = new BlockedGraph(context);
    const [, channels] = context.shape(input);
    const x = context.get(input, "blocked");
    const { y, gradient } = activate(graph, activation, x, graph.shapeOf(input), channels);
    context.set(output, y, "blocked");
    return () => {
      const dy = context.takeGradient(output, "blocked");
      if (dy !== undefined && context.needsGradient(input))
        context.addGradient(input, gradient(dy), "blocked");
    };
  };
}

function sumPart({ inputs, output }: NetOpOf<"merge">): StepPart | undefined {
  if (inputs.some(({ shape }) => shape.join() !== output.shape.join())) return undefined;
  return ({ context }) => {
    const [a, b] = inputs.map((input) => context.get(input, "blocked"));
    context.set(output, context.builder.node("Add", [a, b]), "blocked");
    return () => {
      const dy = context.takeGradient(output, "blocked");
      if (dy === undefined) return;
      for (const input of inputs) if (context.needsGradient(input)) context.addGradient(input, dy, "blocked");
    };
  };
}

/** The mean of each channel: `[batch, channels]`. Its gradient is spread over the positions. */
function meanPart({ inputs: [input], output }: NetOpOf<"globalPool">): StepPart {
  return ({ context }) => {
    const graph = new BlockedGraph(context);
    const shape = graph.shapeOf(input);
    const { channels: filled, height, width } = shape;
    const own = context.shape(output);
    const sides = [graph.batch, filled];
    context.set(output, graph.cut(graph.mean(context.get(input, "blocked"), shape), sides, own));
    return () => {
      const dy = context.takeGradient(output);
      if (dy === undefined || !context.needsGradient(input)) return;
      const { block } = graph.layout;
      const share = graph.times(graph.extend(dy, own, sides), 1 / (height * width));
      const blocks = [graph.batch, filled / block, height * width, block];
      const spread = graph.builder.node("Expand", [
        graph.reshape(share, graph.batch, filled / block, 1, block),
        graph.builder.ints(blocks),
      ]);
      context.addGradient(input, graph.reshape(spread, graph.batch, filled, height, width), "blocked");
    };
  };
}
