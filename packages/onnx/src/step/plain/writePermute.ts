import type { OpWriter } from "../stepPart.ts";
import { isImage } from "../shapes/axes.ts";

/** Exchanges axes. */
export const writePermute: OpWriter<"permute"> = ({ axes, inputs: [input], output }, { context }) => {
  const { builder } = context;
  // The axes of a plain image that the layers model has at each place, and back.
  const plain = isImage(input) ? [0, 2, 3, 1] : [0, ...axes.map((_, at) => at + 1)];
  const order = [0, ...axes.map((axis) => axis + 1)];
  const perm = plain.map((_, at) => plain[order[plain.indexOf(at)]]);
  const back = perm.map((_, at) => perm.indexOf(at));
  context.set(output, builder.node("Transpose", [context.get(input)], { perm }));
  return (dy) => context.addGradient(input, builder.node("Transpose", [dy], { perm: back }));
};
