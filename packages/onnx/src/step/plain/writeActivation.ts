import { ACTIVATIONS } from "../activations/activations.ts";
import { channelAxis } from "../shapes/axes.ts";
import type { OpWriter } from "../stepPart.ts";

/** An activation, element by element; softmax over the last axis of the layers model. */
export const writeActivation: OpWriter<"activation"> = (op, { context }) => {
  const [input] = op.inputs;
  const options = { alpha: op.alpha, axis: channelAxis(input) };
  const { y, gradient } = ACTIVATIONS[op.activation](context.builder, context.get(input), options);
  context.set(op.output, y);
  return (dy) => context.addGradient(input, gradient(dy));
};
