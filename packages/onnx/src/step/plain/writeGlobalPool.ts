import type { OpWriter } from "../stepPart.ts";
import { passWhere } from "../activations/activated.ts";

/**
 * The mean or the maximum of each channel of an image: `[channels]`.
 *
 * The gradient of a maximum goes to every place that has it, as in tfjs.
 */
export const writeGlobalPool: OpWriter<"globalPool"> = ({ mode, inputs: [input], output }, { context }) => {
  const { builder } = context;
  const [batch, channels, height, width] = context.shape(input);
  const spread = (name: string): string =>
    builder.node("Reshape", [name, builder.ints([batch, channels, 1, 1])]);
  const x = context.get(input);
  const pooled =
    mode === "average"
      ? builder.node("ReduceMean", [x, builder.ints([2, 3])], { keepdims: 1 }) // on CPUs a third of GlobalAveragePool's time
      : builder.node("GlobalMaxPool", [x]);
  context.set(output, builder.node("Reshape", [pooled, builder.ints([batch, channels])]));
  return (dy) => {
    if (mode === "max") {
      context.addGradient(input, passWhere(builder, builder.node("Equal", [x, pooled]), spread(dy)));
      return;
    }
    const share = builder.node("Mul", [spread(dy), builder.float(1 / (height * width))]);
    context.addGradient(input, builder.node("Expand", [share, builder.ints([1, 1, height, width])]));
  };
};
