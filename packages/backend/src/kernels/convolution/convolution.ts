import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  type ConvolutionAttributes,
  convolutionShape,
  type ConvolutionShape,
  geometryOf,
  isPointwise,
} from "./convolutionShape.ts";
import { partition } from "../threads/partition.ts";
import { runJob } from "../threads/runJob.ts";
import type { Address } from "../wasm/kernelExports.ts";
import { type Epilogue, multiplyRows } from "../product/multiply.ts";
import { address, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/**
 * Convolves: y = activation(x * filter + bias), [batch, outHeight, outWidth, outChannels].
 *
 * A 1x1 convolution is one matrix product over all pixels. Any other is im2col and one product (GEMM) per image.
 */
export function convolution(
  engine: WasmEngine,
  x: TensorInfo,
  filter: TensorInfo,
  attributes: ConvolutionAttributes,
  epilogue?: Epilogue,
): TensorInfo {
  const shape = convolutionShape(x.shape, filter.shape, attributes);
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = shape;
  const y = engine.makeOutput([batchSize, outHeight, outWidth, outChannels], "float32");
  const [from, taps, to] = [address(engine, x), address(engine, filter), address(engine, y)];
  const pixels = outHeight * outWidth;
  if (isPointwise(shape)) {
    const sizes = [batchSize * pixels, outChannels, inChannels] as const;
    multiplyRows(engine, { a: from, b: taps, c: to }, sizes, epilogue);
    return y;
  }
  const depth = shape.filterHeight * shape.filterWidth * inChannels;
  withScratch(engine, pixels * depth * 4, (columns) => {
    for (let image = 0; image < batchSize; image++) {
      gatherColumns(engine, shape, from + image * inHeight * inWidth * inChannels * 4, columns);
      const c = to + image * pixels * outChannels * 4;
      multiplyRows(engine, { a: columns, b: taps, c }, [pixels, outChannels, depth], epilogue);
    }
  });
  return y;
}

/** Writes what each output pixel of an image sees: [outHeight * outWidth, filterHeight * filterWidth * inChannels]. */
export function gatherColumns(
  engine: WasmEngine,
  shape: ConvolutionShape,
  image: Address,
  columns: Address,
): void {
  const { outHeight, outWidth, filterHeight, filterWidth, inChannels } = shape;
  const row = outWidth * filterHeight * filterWidth * inChannels;
  const parts = partition(engine, outHeight, 1, outHeight * row * 10).map(([first, end]) => [
    image,
    columns + first * row * 4,
    first,
    end,
  ]);
  runJob(engine, { kernel: "gatherColumns", parts, geometry: geometryOf(shape, inChannels) });
}
