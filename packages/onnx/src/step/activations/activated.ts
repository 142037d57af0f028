import type { GraphBuilder } from "../../format/graphBuilder.ts";

/** The output of an activation, and what writes its input's gradient from the output's. */
interface Activated {
  readonly y: string;
  readonly gradient: (dy: string) => string;
}

/** Options of an activation. */
interface ActivationOptions {
  readonly alpha: number | undefined;
  /** The axis of softmax. */
  readonly axis: number;
}

/** Writes an activation of `x`. */
export type Activate = (builder: GraphBuilder, x: string, options: ActivationOptions) => Activated;

/** `dy` if a condition holds, otherwise 0. */
export function passWhere(builder: GraphBuilder, condition: string, dy: string): string {
  return builder.node("Where", [condition, dy, builder.float(0)]);
}
