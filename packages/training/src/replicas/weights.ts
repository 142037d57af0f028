import type { Variable } from "@tensorflow/tfjs-core";
import type { Communicator } from "@tensorloom/distributed";
import type { Variables } from "../variables.ts";
import { floatsOf, ownNumbers } from "./floats.ts";

/** Gives every replica the weights of replica 0. */
export function shareWeights(communicator: Communicator, variables: Variables): void {
  const list = [...variables.values()];
  if (communicator.rank > 0) list.forEach(ownNumbers);
  communicator.broadcast(list.map(floatsOf));
}

/** Replaces variables by their mean over replicas, each replica's by its part of the rows. */
export function shareMean(communicator: Communicator, variables: readonly Variable[], part: number): void {
  variables.forEach(ownNumbers);
  const views = variables.map(floatsOf);
  for (const view of views) for (let i = 0; i < view.length; i++) view[i] = part === 0 ? 0 : view[i] * part;
  communicator.allReduce(views);
}
