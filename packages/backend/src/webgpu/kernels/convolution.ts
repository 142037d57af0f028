import {
  FusedConv2D,
  FusedDepthwiseConv2D,
  getKernel,
  type KernelFunc,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { FusedConvolutionAttributes } from "../../kernels/convolution/fusedConvolution.ts";
import { type ConvolutionAttributes, isPointwise } from "../../kernels/convolution/convolutionShape.ts";
import { shareTensor, webgpuEngine, type WebgpuEngine } from "../engine/webgpuEngine.ts";
import { activationFunctions } from "../shaders/activation.ts";
import { mapElements } from "../shaders/mapElements.ts";
import { isNhwc, shapeOf } from "./convolutionShape.ts";
import { bind, rowsOf } from "./webgpuKernel.ts";

type Named = Readonly<Record<string, TensorInfo>>;

/**
 * activation(x * filter + bias), by tfjs's fused kernel, which has no swish: that is applied in place afterwards.
 */
export const fusedConvolution: KernelFunc = ({ inputs, backend, attrs }) => {
  const { depthwise, activation } = attrs as unknown as FusedConvolutionAttributes; // as fusedConv2d passes them
  const stock = getKernel(depthwise ? FusedDepthwiseConv2D : FusedConv2D, "webgpu").kernelFunc;
  const swish = activation === "swish";
  const y = stock({
    inputs,
    backend,
    attrs: { ...attrs, activation: swish ? "linear" : activation },
  }) as TensorInfo; // one output
  if (swish) activateInPlace(webgpuEngine(backend), y);
  return y;
};

function activateInPlace(engine: WebgpuEngine, y: TensorInfo): void {
  const { as, count } = rowsOf(y);
  mapElements(engine, {
    name: "Swish",
    inputs: {},
    outputs: bind(as, { y }),
    count,
    source: () => ({ functions: activationFunctions("swish", as), body: "y[at] = activate(y[at]);" }),
  });
}

/** dx of a 1x1 convolution as a matrix product; tfjs's kernel for any other. */
export function withPointwiseProduct(stock: KernelFunc): KernelFunc {
  return (call) => {
    const { dy, filter } = call.inputs as Named as Readonly<Record<"dy" | "filter", TensorInfo>>; // as tfjs's op passes them
    const attributes = call.attrs as unknown as ConvolutionAttributes & {
      readonly inputShape: readonly number[];
    };
    if (!isNhwc(attributes) || !isPointwise(shapeOf(attributes.inputShape, filter.shape, attributes)))
      return stock(call);
    const engine = webgpuEngine(call.backend);
    const { rows } = rowsOf(dy);
    const [inputs, outputs] = filter.shape.slice(2);
    const a = shareTensor(engine, dy, [1, rows, outputs]);
    const b = shareTensor(engine, filter, [1, inputs, outputs]);
    try {
      const product = getKernel("BatchMatMul", "webgpu").kernelFunc({
        inputs: { a, b },
        backend: call.backend,
        attrs: { transposeA: false, transposeB: true },
      }) as TensorInfo; // one output
      return { ...product, shape: [...attributes.inputShape] };
    } finally {
      for (const { dataId } of [a, b]) engine.disposeData(dataId);
    }
  };
}
