import type { NetOpOf } from "../net/net.ts";
import { paddingAttributes } from "./emitConvolution.ts";
import type { InferenceGraph } from "./inferenceGraph.ts";

/** MaxPool and AveragePool. The average leaves padding out. */
export function emitPool(graph: InferenceGraph, op: NetOpOf<"pool">): void {
  const { inputs, mode, output, size, strides } = op;
  const attributes = { kernel_shape: size, strides, ...paddingAttributes(op) };
  const node = mode === "max" ? "MaxPool" : "AveragePool";
  graph.set(output, graph.builder.node(node, [graph.get(inputs[0])], attributes));
}

/** GlobalMaxPool and GlobalAveragePool. */
export function emitGlobalPool(graph: InferenceGraph, { inputs, mode, output }: NetOpOf<"globalPool">): void {
  const node = mode === "max" ? "GlobalMaxPool" : "GlobalAveragePool";
  graph.setPixel(output, graph.builder.node(node, [graph.get(inputs[0])]));
}
