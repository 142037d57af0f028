import type { Variables } from "@tensorloom/graph/internal";
import type { BoundOptimizer, Optimizer, OptimizerState } from "../optimizers/optimizer.ts";

/** Binds the optimizer of a trainer whose replicas have started, and closes the replicas if that fails. */
export async function bindOptimizer(
  optimizer: Optimizer,
  trainable: Variables,
  state: OptimizerState | undefined,
  close: () => Promise<void>,
): Promise<BoundOptimizer> {
  try {
    return optimizer.bind(trainable, state);
  } catch (error) {
    await close();
    throw error;
  }
}
