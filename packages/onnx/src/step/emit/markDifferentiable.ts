import type { Net } from "../../net/net.ts";
import { weightsOf } from "../../net/weightsOf.ts";
import type { StepContext } from "../stepContext.ts";

/** Marks the tensors through which gradients flow: a trainable weight was used on the way to them. */
export function markDifferentiable({ ops }: Net, context: StepContext): void {
  for (const op of ops) {
    const isTrained = weightsOf(op).some(({ trainable }) => trainable);
    if (isTrained || op.inputs.some((input) => context.needsGradient(input)))
      context.markDifferentiable(op.output);
  }
}
