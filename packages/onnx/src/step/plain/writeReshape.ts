import type { NetTensor } from "../../net/net.ts";
import type { OpWriter } from "../stepPart.ts";
import { fromLayersLayout, layersShape, toLayersLayout } from "../shapes/axes.ts";

/** The same numbers in another shape, in the order of the layers model: channels of an image come last. */
export const writeReshape: OpWriter<"reshape"> = ({ inputs: [input], output }, { context }) => {
  const { builder } = context;
  const change = (name: string, from: NetTensor, to: NetTensor): string => {
    const numbers = toLayersLayout(context, name, from);
    const shaped = builder.node("Reshape", [numbers, builder.ints(layersShape(context, to))]);
    return fromLayersLayout(context, shaped, to);
  };
  context.set(output, change(context.get(input), input, output));
  return (dy) => context.addGradient(input, change(dy, output, input));
};
