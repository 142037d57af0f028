import type { BlockedGraph } from "../graph/blockedGraph.ts";
import { convolutionWeights, transposedWeights } from "../graph/blockedWeights.ts";
import { convolveTransposed } from "../graph/convolutionGeometry.ts";
import type { ConvolutionTensors } from "./depthwiseMap.ts";
import type { LinearMap } from "./linearMap.ts";
import { addKernelGradient, readKernel } from "../graph/weights.ts";

/**
 * A convolution of any kernel and strides.
 *
 * The filter's gradient is one product over all positions for each tap of the kernel.
 */
export function convolutionMap(
  graph: BlockedGraph,
  { input, output, kernel, geometry }: ConvolutionTensors,
): LinearMap {
  const { context } = graph;
  const from = graph.shapeOf(input);
  const to = graph.shapeOf(output);
  const [rows, columns] = geometry.kernel;
  const filled = [rows * columns, from.channels, to.channels];
  const sides = { rows, columns, from: from.channels, to: to.channels };
  const matrices = readKernel(graph, kernel, filled);
  const scaled = (scale: string | undefined): string =>
    scale === undefined ? matrices : graph.multiply(matrices, scale);
  const x = context.get(input, "blocked");
  return {
    output: to,
    forward({ scale, shift, sum } = {}) {
      const weights = convolutionWeights(graph, scaled(scale), sides);
      return graph.convolve(x, weights, { ...geometry, bias: shift, sum });
    },
    backward(d, scale) {
      if (kernel.trainable) {
        const products = tapProducts(graph, { x, d, from, to, geometry });
        const own = scale === undefined ? products : graph.multiply(products, scale);
        addKernelGradient(graph, kernel, own, filled);
      }
      if (!context.needsGradient(input)) return;
      const weights = transposedWeights(graph, scaled(scale), sides);
      const sum = context.takeGradient(input, "blocked");
      const options = { geometry, input: from, output: to, sum };
      context.addGradient(input, convolveTransposed(graph, d, weights, options), "blocked");
    },
  };
}

interface Taps extends Pick<ConvolutionTensors, "geometry"> {
  readonly x: string;
  readonly d: string;
  readonly from: BlockedGraphShape;
  readonly to: BlockedGraphShape;
}

type BlockedGraphShape = ReturnType<BlockedGraph["shapeOf"]>;

/** The sum of `x dᵀ` over positions for each tap of the kernel: `[taps, from, to]`. */
function tapProducts(graph: BlockedGraph, { x, d, from, to, geometry }: Taps): string {
  const { batch, builder } = graph;
  const { kernel, strides, pads } = geometry;
  const [top, left, bottom, right] = pads;
  const rows = graph.reshape(graph.positionRows(x, from), batch, from.height, from.width, from.channels);
  const padded = builder.node("Pad", [rows, builder.ints([0, top, left, 0, 0, bottom, right, 0])]);
  const gradients = graph.positionRows(d, to);
  const products: string[] = [];
  for (let row = 0; row < kernel[0]; row++)
    for (let column = 0; column < kernel[1]; column++) {
      const seen = builder.node("Slice", [
        padded,
        builder.ints([row, column]),
        builder.ints([row + (to.height - 1) * strides[0] + 1, column + (to.width - 1) * strides[1] + 1]),
        builder.ints([1, 2]),
        builder.ints(strides),
      ]);
      const matrix = graph.reshape(seen, graph.positions(to), from.channels);
      products.push(
        graph.reshape(graph.product(matrix, gradients, { turnA: true }), 1, from.channels, to.channels),
      );
    }
  return builder.node("Concat", products, { axis: 0 });
}
