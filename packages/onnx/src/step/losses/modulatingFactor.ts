import type { GraphBuilder } from "../../format/graphBuilder.ts";
import { passWhere } from "../activations/activated.ts";
import { clip, PROBABILITY_FLOOR, type Term } from "./lossInputs.ts";

/** Too small to change any probability in float32, and large enough for the power -1. */
const TINY = 1e-37;

/** The modulating factor `(1 - pt)^gamma` from logits. It is exact, since `1 - p` is `sigmoid(-z)`. */
export function factorOfLogits(builder: GraphBuilder, targets: string, logits: string, gamma: number): Term {
  const right = builder.node("Sigmoid", [logits]);
  const wrong = builder.node("Sigmoid", [builder.node("Neg", [logits])]);
  const misses = builder.node("Add", [missesOf(builder, targets, right, wrong), builder.float(TINY)]);
  const inner = builder.node("Mul", [turn(builder, targets), builder.node("Mul", [right, wrong])]);
  return power(builder, misses, gamma, inner);
}

/** The modulating factor from probabilities. */
export function factorOfProbabilities(
  builder: GraphBuilder,
  targets: string,
  outputs: string,
  gamma: number,
): Term {
  const wrong = builder.node("Sub", [builder.float(1), outputs]);
  const misses = missesOf(builder, targets, outputs, wrong);
  const inner = turn(builder, targets);
  if (gamma >= 1) return power(builder, misses, gamma, inner);
  // The slope of a root is infinite at 0.
  const { clipped, isInside } = clip(builder, misses, PROBABILITY_FLOOR, 1);
  return power(builder, clipped, gamma, passWhere(builder, isInside, inner));
}

/** `1 - pt`: `y (1 - p) + (1 - y) p`. */
function missesOf(builder: GraphBuilder, targets: string, right: string, wrong: string): string {
  const negative = builder.node("Sub", [builder.float(1), targets]);
  return builder.node("Add", [builder.node("Mul", [targets, wrong]), builder.node("Mul", [negative, right])]);
}

/** The slope of `1 - pt` at p: `1 - 2 y`. */
function turn(builder: GraphBuilder, targets: string): string {
  return builder.node("Sub", [builder.float(1), builder.node("Mul", [targets, builder.float(2)])]);
}

/** `x^gamma`, and its slope `gamma x^(gamma - 1)` times the inner one. */
function power(builder: GraphBuilder, x: string, gamma: number, inner: string): Term {
  const lower = builder.node("Pow", [x, builder.float(gamma - 1)]);
  const slope = builder.node("Mul", [lower, builder.float(gamma)]);
  return {
    value: builder.node("Pow", [x, builder.float(gamma)]),
    slope: builder.node("Mul", [slope, inner]),
  };
}
