import { sizeOf } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  type ConvolutionAttributes,
  type ConvolutionShape,
  convolutionShape,
  geometryOf,
} from "./convolutionShape.ts";
import type { Address } from "../wasm/kernelExports.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import { partition } from "../threads/partition.ts";
import { runJob } from "../threads/runJob.ts";
import { type Epilogue, NO_EPILOGUE } from "../product/multiply.ts";
import { address, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/** Channels that the kernels in blocks work on at a time (assembly/depthwise/depthwiseBlock.ts). */
const BLOCK = 16;

/** Bytes of the two lists of taps that one row needs (assembly/depthwise/taps.ts). */
function listBytes({ filterHeight, filterWidth }: ConvolutionShape): number {
  return 2 * 12 * filterHeight * filterWidth;
}

/** Whether the kernels that pack sixteen channels at a time support it (assembly/depthwise/depthwiseBlocks.ts). */
function inBlocks(shape: ConvolutionShape): boolean {
  const { filterHeight: taps, strideHeight: stride } = shape;
  const even = shape.filterWidth === taps && shape.strideWidth === stride;
  if (!even || shape.dilationHeight > 1 || shape.dilationWidth > 1) return false;
  return (taps === 3 && stride === 1) || (taps === 5 && stride <= 2);
}

/** A depthwise kernel: its name for any convolution, and for those that are computed sixteen channels at a time. */
type Kernels = readonly [
  "depthwise" | "depthwiseInputGradient",
  "depthwiseBlocks" | "depthwiseBlocksInputGradient",
];

/** Computes a depthwise kernel part by part: by channels if in blocks, else by rows. `places` are its arguments before the scratch memory. */
function runDepthwise(
  engine: WasmEngine,
  shape: ConvolutionShape,
  [anyShape, inChannelBlocks]: Kernels,
  places: readonly number[],
  blocks: boolean,
): void {
  const { batchSize, inHeight, outHeight, outChannels: channels } = shape;
  const module = kernelModule(engine);
  const geometry = geometryOf(shape, channels);
  const kernel = blocks ? inChannelBlocks : anyShape;
  const rows = batchSize * (kernel === "depthwiseInputGradient" ? inHeight : outHeight);
  if (blocks) module.geometry(...geometry); // its scratch memory depends on it
  const bytes = blocks ? module.depthwiseBlocksScratch() : listBytes(shape);
  const [count, unit] = blocks ? [channels, BLOCK] : [rows, 1];
  const parts = partition(engine, count, unit, depthwiseWork(shape)).map((range) => [...places, 0, ...range]);
  runJob(engine, { kernel, parts, geometry, scratch: { argument: places.length, bytes } });
}

/** Multiply-adds of a depthwise convolution, which take twice as long as those of a product. */
function depthwiseWork({
  batchSize,
  outHeight,
  outWidth,
  outChannels,
  filterHeight,
  filterWidth,
}: ConvolutionShape): number {
  return 2 * batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth;
}

/** The address of x with every channel repeated `times`: a channel multiplier is a depthwise convolution of that. */
function withRepeated(engine: WasmEngine, x: TensorInfo, times: number, work: (x: Address) => void): void {
  if (times === 1) {
    work(address(engine, x));
    return;
  }
  const count = sizeOf(x.shape);
  withScratch(engine, count * times * 4, (repeated) => {
    runJob(engine, { kernel: "repeatEach", parts: [[address(engine, x), count, times, repeated]] });
    work(repeated);
  });
}

/** y[n, oy, ox, c * m] = activation(the sum over the taps of x[n, iy, ix, c] * filter[ky, kx, c, m] + bias[c * m]). */
export function depthwise(
  engine: WasmEngine,
  x: TensorInfo,
  filter: TensorInfo,
  attributes: ConvolutionAttributes,
  { bias, activation }: Epilogue = NO_EPILOGUE,
): TensorInfo {
  const shape = convolutionShape(x.shape, filter.shape, attributes, true);
  const y = engine.makeOutput(
    [shape.batchSize, shape.outHeight, shape.outWidth, shape.outChannels],
    "float32",
  );
  withRepeated(engine, x, filter.shape[3], (input) => {
    // Eight channels at a time need no packing: forward it takes longer than it saves.
    const packed = shape.outChannels % 8 !== 0 && inBlocks(shape);
    const places = [input, address(engine, filter), address(engine, y), bias, activation];
    runDepthwise(engine, shape, ["depthwise", "depthwiseBlocks"], places, packed);
  });
  return y;
}

/** dx of `depthwise`: every input pixel sums the outputs that saw it. */
export function depthwiseInputGradient(
  engine: WasmEngine,
  dy: TensorInfo,
  filter: TensorInfo,
  attributes: ConvolutionAttributes & { readonly inputShape: readonly number[] },
): TensorInfo {
  const { inputShape } = attributes;
  const shape = convolutionShape(inputShape, filter.shape, attributes, true);
  const dx = engine.makeOutput([...inputShape], "float32");
  const times = filter.shape[3];
  const count = sizeOf(inputShape);
  const gradient = (to: Address): void => {
    const places = [address(engine, dy), address(engine, filter), to];
    const kernels = ["depthwiseInputGradient", "depthwiseBlocksInputGradient"] as const;
    runDepthwise(engine, shape, kernels, places, inBlocks(shape));
  };
  if (times === 1) gradient(address(engine, dx));
  else
    withScratch(engine, count * times * 4, (repeated) => {
      gradient(repeated);
      const parts = [[repeated, count, times, address(engine, dx)]];
      runJob(engine, { kernel: "sumEach", parts });
    });
  return dx;
}

/** df of `depthwise`: every tap sums x * dy over all pixels. */
export function depthwiseFilterGradient(
  engine: WasmEngine,
  x: TensorInfo,
  dy: TensorInfo,
  attributes: ConvolutionAttributes & { readonly filterShape: readonly number[] },
): TensorInfo {
  const { filterShape } = attributes;
  const shape = convolutionShape(x.shape, filterShape, attributes, true);
  const df = engine.makeOutput([...filterShape], "float32");
  const module = kernelModule(engine);
  withRepeated(engine, x, filterShape[3], (input) => {
    const { outChannels: channels } = shape;
    const places = [input, address(engine, dy), address(engine, df)];
    const blocks = inBlocks(shape);
    const ranges = partition(engine, channels, BLOCK, depthwiseWork(shape));
    const geometry = geometryOf(shape, channels);
    if (!blocks) {
      const parts = ranges.map((range) => [...places, ...range]);
      runJob(engine, { kernel: "depthwiseFilterGradient", parts, geometry });
      return;
    }
    module.geometry(...geometry); // the scratch memory depends on it
    const scratch = { argument: places.length, bytes: module.depthwiseBlocksScratch() };
    const parts = ranges.map((range) => [...places, 0, ...range]);
    runJob(engine, { kernel: "depthwiseBlocksFilterGradient", parts, geometry, scratch });
  });
  return df;
}
