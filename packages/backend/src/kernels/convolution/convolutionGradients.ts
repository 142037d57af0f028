import { shapeText } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type ConvolutionAttributes, convolutionShape, geometryOf, isPointwise } from "./convolutionShape.ts";
import { gatherColumns } from "./convolution.ts";
import { runJob } from "../threads/runJob.ts";
import { multiplyColumns, multiplyRows } from "../product/multiply.ts";
import { address, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/** The gradient of the input: dx = dy * filter^T, scattered to the pixels under the filter (col2im). */
export function convolutionInputGradient(
  engine: WasmEngine,
  dy: TensorInfo,
  filter: TensorInfo,
  attributes: ConvolutionAttributes & { readonly inputShape: readonly number[] },
): TensorInfo {
  const shape = convolutionShape(attributes.inputShape, filter.shape, attributes);
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = shape;
  const above = [batchSize, outHeight, outWidth, outChannels];
  if (String(dy.shape) !== String(above))
    throw new RangeError(
      `wasm: the gradient of a convolution's output must be ${shapeText(above)}, got ${shapeText(dy.shape)}`,
    );
  const dx = engine.makeOutput([...attributes.inputShape], "float32");
  const [from, taps, to] = [address(engine, dy), address(engine, filter), address(engine, dx)];
  const pixels = outHeight * outWidth;
  if (isPointwise(shape)) {
    const sizes = [batchSize * pixels, inChannels, outChannels] as const;
    multiplyRows(engine, { a: from, b: taps, c: to, transposed: true }, sizes);
    return dx;
  }
  const depth = shape.filterHeight * shape.filterWidth * inChannels;
  withScratch(engine, pixels * depth * 4, (columns) => {
    for (let image = 0; image < batchSize; image++) {
      const a = from + image * pixels * outChannels * 4;
      multiplyRows(engine, { a, b: taps, c: columns, transposed: true }, [pixels, depth, outChannels]);
      const parts = [[columns, to + image * inHeight * inWidth * inChannels * 4]];
      runJob(engine, { kernel: "scatterColumns", parts, geometry: geometryOf(shape, inChannels) });
    }
  });
  return dx;
}

/** The gradient of the filter: df = x^T * dy, summed over all pixels. */
export function convolutionFilterGradient(
  engine: WasmEngine,
  x: TensorInfo,
  dy: TensorInfo,
  attributes: ConvolutionAttributes & { readonly filterShape: readonly number[] },
): TensorInfo {
  const shape = convolutionShape(x.shape, attributes.filterShape, attributes);
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = shape;
  const df = engine.makeOutput([...attributes.filterShape], "float32");
  const [from, above, to] = [address(engine, x), address(engine, dy), address(engine, df)];
  const pixels = outHeight * outWidth;
  if (isPointwise(shape)) {
    const sizes = [inChannels, outChannels, batchSize * pixels] as const;
    multiplyColumns(engine, { a: from, b: above, c: to }, sizes);
    return df;
  }
  const depth = shape.filterHeight * shape.filterWidth * inChannels;
  withScratch(engine, pixels * depth * 4, (columns) => {
    for (let image = 0; image < batchSize; image++) {
      gatherColumns(engine, shape, from + image * inHeight * inWidth * inChannels * 4, columns);
      const b = above + image * pixels * outChannels * 4;
      multiplyColumns(engine, { a: columns, b, c: to, add: image > 0 }, [depth, outChannels, pixels]);
    }
  });
  return df;
}
