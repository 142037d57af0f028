import type { NetOpOf } from "../../net/net.ts";
import type { StepContext } from "../stepContext.ts";
import type { OpWriter } from "../stepPart.ts";
import { padsOf, unreadSides } from "../shapes/windows.ts";

/** The maximum or mean of each window of an image. Padding is not counted. */
export const writePool: OpWriter<"pool"> = (op, { context }) =>
  op.mode === "max" ? writeMaxPool(op, context) : writeAveragePool(op, context);

/** The gradient goes to the first maximum of each window. */
function writeMaxPool(op: NetOpOf<"pool">, context: StepContext): (dy: string) => void {
  const { builder } = context;
  const [input] = op.inputs;
  const attributes = { kernel_shape: op.size, strides: op.strides, pads: padsOf(op) };
  const [y, places] = builder.nodes("MaxPool", [context.get(input)], 2, attributes);
  context.set(op.output, y);
  return (dy) => {
    const shape = context.shape(input);
    const size = shape.reduce((product, side) => product * side, 1);
    const flat = (name: string): string => builder.node("Reshape", [name, builder.ints([-1])]);
    const zeros = builder.node("Expand", [builder.float(0), builder.ints([size])]);
    const sums = builder.node("ScatterElements", [zeros, flat(places), flat(dy)], {
      axis: 0,
      reduction: "add",
    });
    context.addGradient(input, builder.node("Reshape", [sums, builder.ints(shape)]));
  };
}

/** The gradient spreads each mean's over its window: a transposed convolution with ones. */
function writeAveragePool(op: NetOpOf<"pool">, context: StepContext): (dy: string) => void {
  const { builder } = context;
  const [input] = op.inputs;
  const window = { kernel_shape: op.size, strides: op.strides, pads: padsOf(op) };
  context.set(op.output, builder.node("AveragePool", [context.get(input)], window));
  return (dy) => {
    const [batch, channels, outHeight, outWidth] = context.shape(op.output);
    const shares = windowShares(op, context);
    const share = builder.node("Mul", [dy, builder.floats(shares, [1, 1, outHeight, outWidth])]);
    const images = builder.node("Reshape", [share, builder.ints([batch * channels, 1, outHeight, outWidth])]);
    const ones = builder.floats(new Float32Array(op.size[0] * op.size[1]).fill(1), [1, 1, ...op.size]);
    const attributes = { ...window, output_padding: unreadSides(op, context) };
    const spread = builder.node("ConvTranspose", [images, ones], attributes);
    context.addGradient(input, builder.node("Reshape", [spread, builder.ints(context.shape(input))]));
  };
}

/** One over the number of pixels in each window. */
function windowShares(op: NetOpOf<"pool">, context: StepContext): Float32Array {
  const before = context.shape(op.inputs[0]);
  const [, , rows, columns] = context.shape(op.output);
  const pads = padsOf(op);
  const counted = (place: number, axis: 0 | 1): number => {
    const start = place * op.strides[axis] - pads[axis];
    return Math.min(start + op.size[axis], before[2 + axis]) - Math.max(start, 0);
  };
  return Float32Array.from(
    { length: rows * columns },
    (_, at) => 1 / (counted(Math.floor(at / columns), 0) * counted(at % columns, 1)),
  );
}
