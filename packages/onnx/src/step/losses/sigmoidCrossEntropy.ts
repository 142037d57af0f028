import type { GraphBuilder } from "../../format/graphBuilder.ts";
import { passWhere } from "../activations/activated.ts";
import { clip, PROBABILITY_FLOOR, type Term } from "./lossInputs.ts";

/** Binary cross-entropy of each logit: `max(z, 0) - z y + ln(1 + e^-|z|)`, with the slope `sigmoid(z) - y`. */
export function sigmoidCrossEntropy(builder: GraphBuilder, targets: string, logits: string): Term {
  const size = builder.node("Exp", [builder.node("Neg", [builder.node("Abs", [logits])])]);
  const linear = builder.node("Sub", [
    builder.node("Relu", [logits]),
    builder.node("Mul", [logits, targets]),
  ]);
  return {
    value: builder.node("Add", [linear, log1p(builder, size)]),
    slope: builder.node("Sub", [builder.node("Sigmoid", [logits]), targets]),
  };
}

/** Binary cross-entropy of each clipped probability: `-(y ln p + (1 - y) ln(1 - p))`. */
export function binaryEntropyOfProbabilities(builder: GraphBuilder, targets: string, outputs: string): Term {
  const one = builder.float(1);
  const { clipped, isInside } = clip(builder, outputs, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR);
  const rest = builder.node("Sub", [one, clipped]);
  const negative = builder.node("Sub", [one, targets]);
  const likelihood = builder.node("Add", [
    builder.node("Mul", [targets, builder.node("Log", [clipped])]),
    builder.node("Mul", [negative, builder.node("Log", [rest])]),
  ]);
  const slope = builder.node("Sub", [
    builder.node("Div", [negative, rest]),
    builder.node("Div", [targets, clipped]),
  ]);
  return { value: builder.node("Neg", [likelihood]), slope: passWhere(builder, isInside, slope) };
}

/** `ln(1 + u)` for u from 0 to 1, corrected for the rounding of `1 + u`. */
function log1p(builder: GraphBuilder, u: string): string {
  const one = builder.float(1);
  const rounded = builder.node("Add", [u, one]);
  const lost = builder.node("Sub", [builder.node("Sub", [rounded, one]), u]);
  return builder.node("Sub", [builder.node("Log", [rounded]), builder.node("Div", [lost, rounded])]);
}
