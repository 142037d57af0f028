import type { NetOpOf } from "../../net/net.ts";
import { ELEMENT_TYPES } from "../../format/onnxModel.ts";
import type { StepContext } from "../stepContext.ts";
import type { OpWriter } from "../stepPart.ts";
import { padsOf, unreadSides } from "../shapes/windows.ts";

/** The maximum or mean of each window of an image. Padding is not counted. */
export const writePool: OpWriter<"pool"> = (op, { context }) =>
  op.mode === "max" ? writeMaxPool(op, context) : writeAveragePool(op, context);

/**
 * The gradient goes to the first maximum of each window.
 *
 * Convolutions with ones at one place each read the windows' pixels and put their gradients back: WebGPU's `MaxPool` does not return
 * the places of its maxima.
 */
function writeMaxPool(op: NetOpOf<"pool">, context: StepContext): (dy: string) => void {
  const { builder } = context;
  const [input] = op.inputs;
  const window = { kernel_shape: op.size, strides: op.strides, pads: padsOf(op) };
  const x = context.get(input);
  const y = builder.node("MaxPool", [x], window);
  context.set(op.output, y);
  return (dy) => {
    const [batch, channels, height, width] = context.shape(input);
    const [, , outHeight, outWidth] = context.shape(op.output);
    const images = batch * channels;
    const places = op.size[0] * op.size[1];
    const reshape = (name: string, sides: readonly number[]): string =>
      builder.node("Reshape", [name, builder.ints(sides)]);
    const one = builder.floats(identity(places), [places, 1, ...op.size]);
    const pixels = builder.node("Conv", [reshape(x, [images, 1, height, width]), one], window);
    const maxima = reshape(y, [images, 1, outHeight, outWidth]);
    const isMaximum = builder.node("Equal", [pixels, maxima]);
    const inside = builder.floats(insideImage(op, context), [1, places, outHeight, outWidth]);
    const found = builder.node("Mul", [
      builder.node("Cast", [isMaximum], { to: ELEMENT_TYPES.float32 }),
      inside,
    ]);
    const earlier = builder.floats(lowerTriangle(places), [places, places, 1, 1]);
    const foundBefore = builder.node("Conv", [found, earlier], { kernel_shape: [1, 1] });
    const isFirst = builder.node("Relu", [builder.node("Sub", [builder.float(1), foundBefore])]);
    const first = builder.node("Mul", [found, isFirst]);
    const gradients = builder.node("Mul", [first, reshape(dy, [images, 1, outHeight, outWidth])]);
    const attributes = { ...window, output_padding: unreadSides(op, context) };
    const sums = builder.node("ConvTranspose", [gradients, one], attributes);
    context.addGradient(input, reshape(sums, context.shape(input)));
  };
}

function identity(side: number): Float32Array {
  return Float32Array.from({ length: side ** 2 }, (_, at) => (at % (side + 1) === 0 ? 1 : 0));
}

/** Ones below the diagonal. */
function lowerTriangle(side: number): Float32Array {
  return Float32Array.from({ length: side ** 2 }, (_, at) => (at % side < Math.floor(at / side) ? 1 : 0));
}

/** 1 for each place of each window that is a pixel, 0 for padding: `[places, rows, columns]`. */
function insideImage(op: NetOpOf<"pool">, context: StepContext): Float32Array {
  const [, , height, width] = context.shape(op.inputs[0]);
  const [, , rows, columns] = context.shape(op.output);
  const pads = padsOf(op);
  const isInside = (place: number, at: number, axis: 0 | 1, side: number): boolean => {
    const read = at * op.strides[axis] - pads[axis] + place;
    return read >= 0 && read < side;
  };
  return Float32Array.from({ length: op.size[0] * op.size[1] * rows * columns }, (_, at) => {
    const [place, row, column] = [
      Math.floor(at / (rows * columns)),
      Math.floor(at / columns) % rows,
      at % columns,
    ];
    const [down, right] = [Math.floor(place / op.size[1]), place % op.size[1]];
    return isInside(down, row, 0, height) && isInside(right, column, 1, width) ? 1 : 0;
  });
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
