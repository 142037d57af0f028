import type { NetTensor } from "../../net/net.ts";
import { channelAxis } from "../shapes/axes.ts";
import type { StepContext } from "../stepContext.ts";

/**
 * `x * scale + shift`, each one number per channel.
 *
 * It is written as a batch normalisation with mean 0 and variance 1, as that is one pass over memory, if channels are the second
 * axis.
 */
export function scaleAndShift(
  context: StepContext,
  x: string,
  { scale, shift }: { readonly scale: string; readonly shift: string | undefined },
  tensor: NetTensor,
): string {
  const { builder } = context;
  if (channelAxis(tensor) !== 1) {
    const scaled = builder.node("Mul", [x, scale]);
    return shift === undefined ? scaled : builder.node("Add", [scaled, shift]);
  }
  const channels = tensor.shape[tensor.shape.length - 1] ?? 0;
  const zeros = builder.floats(new Float32Array(channels));
  const ones = builder.floats(new Float32Array(channels).fill(1));
  return builder.node("BatchNormalization", [x, scale, shift ?? zeros, zeros, ones], {
    epsilon: { float: 0 },
  });
}
