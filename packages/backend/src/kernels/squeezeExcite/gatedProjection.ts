import type { TensorInfo } from "@tensorflow/tfjs-core";
import { multiplyColumns, multiplyRows, NO_EPILOGUE } from "../product/multiply.ts";
import { partition } from "../threads/partition.ts";
import { runJob } from "../threads/runJob.ts";
import type { Address } from "../wasm/kernelExports.ts";
import { address, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

const FLOAT = 4;
/** Pixels from which a product for each image is as fast as one for all: on images of 7x7 it is slower by a third. */
const MIN_PIXELS = 196;

/** Whether an image [batch, height, width, channels] is large enough for a gated filter of its own. */
export function isWorthGating({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape[1] * shape[2] >= MIN_PIXELS;
}

/** The sizes of a projection of gated images: x [images, pixels, channels] times a filter [channels, outputs]. */
interface Sizes {
  readonly images: number;
  readonly pixels: number;
  readonly channels: number;
  readonly outputs: number;
}

function sizesOf({ shape }: TensorInfo, filter: TensorInfo): Sizes {
  const [images, height, width] = shape;
  const [channels, outputs] = filter.shape.slice(-2);
  return { images, pixels: height * width, channels, outputs };
}

/**
 * y = (x gate) filter, the gate [images, channels] taken into the filter: one scaled filter for each image.
 *
 * A product for each image costs no more than one for all, if an image has a few hundred pixels.
 */
export function gatedProjection(
  engine: WasmEngine,
  { x, gate, filter }: Readonly<Record<"x" | "gate" | "filter", TensorInfo>>,
): TensorInfo {
  const sizes = sizesOf(x, filter);
  const { images, pixels, channels, outputs } = sizes;
  const y = engine.makeOutput([...x.shape.slice(0, -1), outputs], "float32");
  withScratch(engine, channels * outputs * FLOAT, (b) => {
    for (let image = 0; image < images; image++) {
      writeGatedFilter(engine, { gate, filter }, sizes, image, b);
      const a = address(engine, x) + image * pixels * channels * FLOAT;
      const c = address(engine, y) + image * pixels * outputs * FLOAT;
      multiplyRows(engine, { a, b, c }, [pixels, outputs, channels]);
    }
  });
  return y;
}

/**
 * The gradients of the gate and of the filter.
 *
 * With `G = x^T dy` of an image, the gate's gradient is the sums over the outputs of `filter G`, and the filter's is the sum over
 * the images of `gate G`. The gradient of the gated image is never made.
 */
export function gatedProjectionGradient(
  engine: WasmEngine,
  { x, gate, filter, dy }: Readonly<Record<"x" | "gate" | "filter" | "dy", TensorInfo>>,
): TensorInfo[] {
  const { images, pixels, channels, outputs } = sizesOf(x, filter);
  const count = channels * outputs;
  const dGate = engine.makeOutput(gate.shape, "float32");
  const dFilter = engine.makeOutput(filter.shape, "float32");
  withScratch(engine, count * FLOAT, (c) => {
    for (let image = 0; image < images; image++) {
      const a = address(engine, x) + image * pixels * channels * FLOAT;
      const b = address(engine, dy) + image * pixels * outputs * FLOAT;
      multiplyColumns(engine, { a, b, c }, [channels, outputs, pixels]);
      const [weights, sums] = [filter, dFilter].map((tensor) => address(engine, tensor));
      const [gates, dots] = [gate, dGate].map((tensor) => address(engine, tensor) + image * channels * FLOAT);
      const parts = partition(engine, channels, 1, count * 10).map(([first, end]) => {
        const [by, row] = [first * FLOAT, first * outputs * FLOAT];
        const places = [c + row, weights + row, gates + by, dots + by, sums + row];
        return [...places, end - first, outputs, Number(image > 0)];
      });
      runJob(engine, { kernel: "rowDots", parts });
    }
  });
  return [dGate, dFilter];
}

/** The gradient of x: dy (gate filter)^T + shift, the shift [images, channels] that of the gate's means. */
export function gatedProjectionInputGradient(
  engine: WasmEngine,
  { x, gate, filter, dy, shift }: Readonly<Record<"x" | "gate" | "filter" | "dy" | "shift", TensorInfo>>,
): TensorInfo {
  const sizes = sizesOf(x, filter);
  const { images, pixels, channels, outputs } = sizes;
  const dx = engine.makeOutput(x.shape, "float32");
  withScratch(engine, channels * outputs * FLOAT, (b) => {
    for (let image = 0; image < images; image++) {
      writeGatedFilter(engine, { gate, filter }, sizes, image, b);
      const a = address(engine, dy) + image * pixels * outputs * FLOAT;
      const c = address(engine, dx) + image * pixels * channels * FLOAT;
      const bias = address(engine, shift) + image * channels * FLOAT;
      const operands = { a, b, c, transposed: true };
      multiplyRows(engine, operands, [pixels, channels, outputs], { ...NO_EPILOGUE, bias });
    }
  });
  return dx;
}

/** The filter whose rows are multiplied by the gate of an image. */
function writeGatedFilter(
  engine: WasmEngine,
  { gate, filter }: Readonly<Record<"gate" | "filter", TensorInfo>>,
  { channels, outputs }: Sizes,
  image: number,
  to: Address,
): void {
  const [gates, weights] = [gate, filter].map((tensor) => address(engine, tensor));
  const parts = partition(engine, channels, 1, channels * outputs * 10).map(([first, end]) => {
    const row = first * outputs * FLOAT;
    return [weights + row, gates + (image * channels + first) * FLOAT, to + row, end - first, outputs];
  });
  runJob(engine, { kernel: "scaleRows", parts });
}
