import type { Options, Weights } from "../cli/options.ts";

/** What a run of a recipe takes from the command line besides the recipe itself. */
export interface RecipeOptions extends Pick<
  Options,
  "engine" | "backend" | "checkpoint" | "resume" | "seed" | "out" | "flags"
> {
  /** The weights of the backbone. */
  readonly weights: Weights;
  /** Threads that share a step; each has the recipe's batch. */
  readonly replicas: number;
  /** Whether the backbone is left as it is. */
  readonly freezeBackbone: boolean;
}
