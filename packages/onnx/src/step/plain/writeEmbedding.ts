import { ELEMENT_TYPES } from "../../format/onnxModel.ts";
import type { OpWriter } from "../stepPart.ts";
import { fromLayersLayout, layersShape, rowsOf, toLayersLayout } from "../shapes/axes.ts";

/** A row of the kernel for each index; the gradient adds up the rows of each index. */
export const writeEmbedding: OpWriter<"embedding"> = ({ kernel, inputs: [input], output }, { context }) => {
  const { builder } = context;
  const [, width] = kernel.shape;
  const numbers = toLayersLayout(context, context.get(input), input);
  const indices = builder.node("Cast", [numbers], { to: ELEMENT_TYPES.int64 });
  const rows = builder.node("Gather", [context.weight(kernel), indices]);
  const shaped = builder.node("Reshape", [rows, builder.ints(layersShape(context, output))]);
  context.set(output, fromLayersLayout(context, shaped, output));
  return (dy) => {
    if (!kernel.trainable) return;
    const count = rowsOf(context, output);
    const updates = builder.node("Reshape", [
      toLayersLayout(context, dy, output),
      builder.ints([count, width]),
    ]);
    const column = builder.node("Reshape", [indices, builder.ints([count, 1])]);
    const places = builder.node("Expand", [column, builder.ints([count, width])]);
    const zeros = builder.node("Expand", [builder.float(0), builder.ints(kernel.shape)]);
    const sum = builder.node("ScatterElements", [zeros, places, updates], { axis: 0, reduction: "add" });
    context.addWeightGradient(kernel, sum);
  };
};
