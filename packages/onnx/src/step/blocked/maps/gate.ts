import type { NetActivation, NetWeight } from "../../../net/net.ts";
import type { BlockedGraph, BlockedShape } from "../graph/blockedGraph.ts";
import { addKernelGradient, addVectorGradient, readKernel, readVector } from "../graph/weights.ts";

/** A squeeze-and-excite gate: two small dense layers from the mean of each channel to a factor for it. */
export interface Gate {
  readonly squeeze: GateLayer;
  readonly activation: Extract<NetActivation, "relu" | "swish">;
  readonly excite: GateLayer;
}

/** A dense layer of a gate: a 1x1 convolution of an image of one position, or Dense. */
export interface GateLayer {
  readonly kernel: NetWeight;
  readonly bias: NetWeight | undefined;
}

/** The factors of a gate, `[batch, channels]`, and what writes the gradient of the means that it read from theirs. */
export interface GateFactors {
  readonly factors: string;
  /** Adds the gradients of the gate's weights, and returns that of the means. */
  backward(dFactors: string): string;
}

/**
 * Writes a squeeze-and-excite gate: `sigmoid(act(means W₁ + b₁) W₂ + b₂)`.
 *
 * @see Hu et al., "Squeeze-and-Excitation Networks", 2018
 */
export function writeGate(
  graph: BlockedGraph,
  { squeeze, activation, excite }: Gate,
  means: string,
  { channels }: BlockedShape,
): GateFactors {
  const { builder } = graph;
  const between = squeeze.kernel.shape[squeeze.kernel.shape.length - 1];
  const squeezing = readKernel(graph, squeeze.kernel, [channels, between]);
  const exciting = readKernel(graph, excite.kernel, [between, channels]);
  const squeezeBias = squeeze.bias && readVector(graph, squeeze.bias, between);
  const exciteBias = excite.bias && readVector(graph, excite.bias, channels);
  const z = builder.node("Gemm", [means, squeezing, squeezeBias]);
  const y = activation === "swish" ? graph.swish(z) : builder.node("Relu", [z]);
  const factors = builder.node("Sigmoid", [builder.node("Gemm", [y, exciting, exciteBias])]);

  function backward(dFactors: string): string {
    const slope = graph.subtract(factors, graph.multiply(factors, factors));
    const dExcite = graph.multiply(dFactors, slope);
    const dKernel = graph.product(y, dExcite, { turnA: true });
    addKernelGradient(graph, excite.kernel, dKernel, [between, channels]);
    addVectorGradient(graph, excite.bias, graph.sum(dExcite, 0), channels);
    const dy = graph.product(dExcite, exciting, { turnB: true });
    const dSqueeze = graph.multiply(dy, activation === "swish" ? swishSlope() : builder.node("Sign", [y]));
    const dSqueezing = graph.product(means, dSqueeze, { turnA: true });
    addKernelGradient(graph, squeeze.kernel, dSqueezing, [channels, between]);
    addVectorGradient(graph, squeeze.bias, graph.sum(dSqueeze, 0), between);
    return graph.product(dSqueeze, squeezing, { turnB: true });
  }

  function swishSlope(): string {
    const s = builder.node("Sigmoid", [z]);
    return graph.add(s, graph.subtract(y, graph.multiply(y, s)));
  }

  return { factors, backward };
}
