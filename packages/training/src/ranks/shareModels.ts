import { floatsOf } from "@tensorloom/backend";
import { allVariables } from "@tensorloom/graph/internal";
import { dispose, zeros } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Ranks } from "./ranks.ts";

/** Copies the weights of rank 0's models to all ranks. */
export function shareModels(ranks: Ranks | undefined, models: readonly LayersModel[]): void {
  if (ranks === undefined) return;
  const variables = models.flatMap((model) => [...allVariables(model).values()]);
  if (ranks.rank === 0) {
    ranks.communicator.broadcast(variables.map(floatsOf));
    return;
  }
  const received = variables.map(({ shape }) => zeros(shape)); // tfjs does not notice that a matrix is overwritten
  ranks.communicator.broadcast(received.map(floatsOf));
  for (const [at, variable] of variables.entries()) variable.assign(received[at]);
  dispose(received);
}
