import { sizeOf } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  type ConvolutionAttributes,
  type ConvolutionShape,
  convolutionShape,
  setGeometry,
} from "./convolutionShape.ts";
import { type Address, kernelModule } from "../wasm/kernelModule.ts";
import { type Epilogue, NO_EPILOGUE } from "../product/multiply.ts";
import { address, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/** Bytes of the two lists of taps that one row needs (assembly/depthwise/taps.ts). */
function listBytes(filter: readonly number[]): number {
  return 2 * 12 * filter[0] * filter[1];
}

/** Whether the kernels that pack sixteen channels at a time support it (assembly/depthwise/depthwiseBlocks.ts). */
function inBlocks(shape: ConvolutionShape): boolean {
  const { filterHeight: taps, strideHeight: stride } = shape;
  const even = shape.filterWidth === taps && shape.strideWidth === stride;
  if (!even || shape.dilationHeight > 1 || shape.dilationWidth > 1) return false;
  return (taps === 3 && stride === 1) || (taps === 5 && stride <= 2);
}

/** Borrows the scratch memory of a depthwise kernel: for blocks of sixteen channels if they support the shape. */
function withTapsScratch(
  engine: WasmEngine,
  shape: ConvolutionShape,
  filter: readonly number[],
  work: (scratch: Address, blocks: boolean) => void,
): void {
  const blocks = inBlocks(shape);
  const bytes = blocks ? kernelModule(engine).depthwiseBlocksScratch() : listBytes(filter);
  withScratch(engine, bytes, (scratch) => {
    work(scratch, blocks);
  });
}

/** The address of x with every channel repeated `times`: a channel multiplier is a depthwise convolution of that. */
function withRepeated(engine: WasmEngine, x: TensorInfo, times: number, work: (x: Address) => void): void {
  if (times === 1) {
    work(address(engine, x));
    return;
  }
  const count = sizeOf(x.shape);
  withScratch(engine, count * times * 4, (repeated) => {
    kernelModule(engine).repeatEach(address(engine, x), count, times, repeated);
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
  const module = kernelModule(engine);
  withRepeated(engine, x, filter.shape[3], (input) => {
    setGeometry(module, shape, shape.outChannels);
    withTapsScratch(engine, shape, filter.shape, (scratch, blocks) => {
      const name = blocks ? "depthwiseBlocks" : "depthwise";
      module[name](input, address(engine, filter), address(engine, y), bias, activation, scratch);
    });
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
  const module = kernelModule(engine);
  const times = filter.shape[3];
  const count = sizeOf(inputShape);
  const gradient = (to: Address): void => {
    setGeometry(module, shape, shape.outChannels);
    withTapsScratch(engine, shape, filter.shape, (scratch, blocks) => {
      const name = blocks ? "depthwiseBlocksInputGradient" : "depthwiseInputGradient";
      module[name](address(engine, dy), address(engine, filter), to, scratch);
    });
  };
  if (times === 1) gradient(address(engine, dx));
  else
    withScratch(engine, count * times * 4, (repeated) => {
      gradient(repeated);
      module.sumEach(repeated, count, times, address(engine, dx));
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
    setGeometry(module, shape, shape.outChannels);
    const places = [input, address(engine, dy), address(engine, df)] as const;
    if (!inBlocks(shape)) {
      module.depthwiseFilterGradient(...places);
      return;
    }
    withScratch(engine, module.depthwiseBlocksScratch(), (scratch) => {
      module.depthwiseBlocksFilterGradient(...places, scratch);
    });
  });
  return df;
}
