import type { Pair } from "../../net/net.ts";
import type { StepContext } from "../stepContext.ts";
import type { OpWriter } from "../stepPart.ts";

/** Zeros around an image; the gradient is cut again. */
export const writePad: OpWriter<"pad"> = ({ padding, inputs: [input], output }, { context }) => {
  context.set(output, padImage(context, context.get(input), padding));
  return (dy) => context.addGradient(input, cropImage(context, dy, padding));
};

/** Cuts rows and columns off an image; the gradient has zeros there. */
export const writeCrop: OpWriter<"crop"> = ({ cropping, inputs: [input], output }, { context }) => {
  context.set(output, cropImage(context, context.get(input), cropping));
  return (dy) => context.addGradient(input, padImage(context, dy, cropping));
};

type Sides = readonly [Pair, Pair];

function padImage({ builder }: StepContext, image: string, [[top, bottom], [left, right]]: Sides): string {
  return builder.node("Pad", [image, builder.ints([0, 0, top, left, 0, 0, bottom, right])]);
}

function cropImage({ builder }: StepContext, image: string, [[top, bottom], [left, right]]: Sides): string {
  const toEnd = (side: number): number => (side === 0 ? 2 ** 31 : -side);
  return builder.node("Slice", [
    image,
    builder.ints([top, left]),
    builder.ints([toEnd(bottom), toEnd(right)]),
    builder.ints([2, 3]),
  ]);
}
