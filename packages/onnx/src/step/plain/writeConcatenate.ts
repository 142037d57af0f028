import type { OpWriter } from "../stepPart.ts";
import { isImage } from "../shapes/axes.ts";

/** Puts tensors one after another along an axis; the gradient is divided again. */
export const writeConcatenate: OpWriter<"concatenate"> = ({ axis, inputs, output }, { context }) => {
  const { builder } = context;
  const plainAxis = isImage(output) ? [2, 3, 1][axis] : axis + 1;
  context.set(
    output,
    builder.node(
      "Concat",
      inputs.map((input) => context.get(input)),
      { axis: plainAxis },
    ),
  );
  return (dy) => {
    const sides = inputs.map((input) => context.shape(input)[plainAxis]);
    const parts = builder.nodes("Split", [dy, builder.ints(sides)], inputs.length, { axis: plainAxis });
    for (const [at, input] of inputs.entries())
      if (context.needsGradient(input)) context.addGradient(input, parts[at]);
  };
};
