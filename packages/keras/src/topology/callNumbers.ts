import { isObject } from "@tensorloom/core/internal";
import type { InboundTensor } from "@tensorloom/graph/internal";
import { isGraph, type KerasLayer } from "./kerasLayer.ts";

/**
 * How a graph counts the calls of the models inside it.
 *
 * tfjs counts all from 1, as Keras 2 does. Keras 3 counts from 0, except that the outputs of a graph count the calls of
 * other graphs from 1.
 */
export interface CallNumbers {
  readonly models: ReadonlyMap<string, "graph" | "sequential">;
  readonly fromZero: boolean;
}

/** Finds out how a graph counts calls. */
export function callNumbersOf(layers: readonly KerasLayer[]): CallNumbers {
  const models = new Map(
    layers.flatMap((one) =>
      one.layers === undefined ? [] : [[one.name, isGraph(one) ? "graph" : "sequential"] as const],
    ),
  );
  const isZero = (tensor: unknown): boolean =>
    Array.isArray(tensor) && models.has(String(tensor[0])) && tensor[1] === 0;
  // Keras 3's form, or a first call that is called 0.
  const fromZero = layers
    .flatMap((one) => one.nodes)
    .some((node) => isObject(node) || (Array.isArray(node) && node.some(isZero)));
  return { models, fromZero };
}

/** Counts the call that made a tensor from 0. */
export function countFromZero(
  [name, call, output]: InboundTensor,
  { models, fromZero }: CallNumbers,
  place: "input" | "output",
): InboundTensor {
  const kind = models.get(name);
  const isFromOne = fromZero ? place === "output" && kind === "graph" : kind !== undefined;
  return [name, isFromOne ? call - 1 : call, output];
}
