import type { NetActivation } from "../../../net/net.ts";
import type { BlockedGraph, BlockedShape } from "./blockedGraph.ts";

/** The activations that are computed on images in blocks of channels. */
const BLOCKED_ACTIVATIONS = ["relu", "relu6", "sigmoid", "swish"] as const;

/** @inline */
export type BlockedActivation = (typeof BLOCKED_ACTIVATIONS)[number];

/** An activation's output, and what writes the gradient of its input from that of its output. */
export interface Activated {
  readonly y: string;
  readonly gradient: (dy: string) => string;
}

/** Whether an activation can be computed on images in blocks of channels. */
export function isBlockedActivation(activation: NetActivation): activation is BlockedActivation {
  return (BLOCKED_ACTIVATIONS as readonly string[]).includes(activation); // a wider list for the question
}

/** Writes an activation of images that have `channels` without those that fill the last block. */
export function activate(
  graph: BlockedGraph,
  activation: BlockedActivation,
  z: string,
  shape: BlockedShape,
  channels: number,
): Activated {
  const { builder } = graph;
  switch (activation) {
    case "swish":
      return swish(graph, z, shape);
    case "relu": {
      const y = builder.node("Relu", [z]);
      return { y, gradient: (dy) => graph.multiply(dy, builder.node("Sign", [y])) };
    }
    case "relu6": {
      const y = builder.node("Clip", [z, builder.float(0), builder.float(6)]);
      const inside = (): string => graph.multiply(y, graph.subtract(builder.float(6), y));
      return { y, gradient: (dy) => graph.multiply(dy, builder.node("Sign", [inside()])) };
    }
    case "sigmoid": {
      const whole = builder.node("Sigmoid", [z]);
      const y = channels === shape.channels ? whole : keepChannels(graph, whole, shape, channels);
      const slope = (): string => graph.subtract(y, graph.multiply(y, y));
      return { y, gradient: (dy) => graph.multiply(dy, slope()) };
    }
  }
}

/**
 * `y = z s` with `s = sigmoid(z)`; its slope is `s (1 + z - y)`.
 *
 * The bracket is one pass over memory: a scale of -1, a shift of 1 and a sum.
 */
function swish(graph: BlockedGraph, z: string, shape: BlockedShape): Activated {
  const { builder } = graph;
  const y = graph.swish(z);
  return {
    y,
    gradient(dy) {
      const s = builder.node("Sigmoid", [z]);
      const minus = builder.filled(-1, [shape.channels]);
      const one = builder.filled(1, [shape.channels]);
      const bracket = graph.scaleChannels(y, shape, minus, { shift: one, sum: z });
      return graph.multiply(dy, graph.multiply(s, bracket));
    },
  };
}

/** Sets the channels that fill the last block to 0. */
function keepChannels(graph: BlockedGraph, x: string, shape: BlockedShape, channels: number): string {
  const kept = Float32Array.from({ length: shape.channels }, (_, at) => Number(at < channels));
  return graph.scaleChannels(x, shape, graph.builder.floats(kept));
}
