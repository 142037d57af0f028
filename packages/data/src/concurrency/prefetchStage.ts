import type { PrefetchDepth } from "./prefetchDepth.ts";
import { PrefetchPass } from "./prefetchPass.ts";
import { recipe } from "../pass/recipe.ts";
import type { Operator, Source } from "../source.ts";

/** Makes a prefetch stage. `depth` makes the policy that sets the buffer size in one pass. */
export function prefetchStage<T>(count: number | "auto", depth: () => PrefetchDepth): Operator<T, T> {
  return recipe({
    label: `prefetch(${String(count)})`,
    part: (part) => part,
    open: (upstream: Source<T>, start, label) => new PrefetchPass(upstream, start, label, depth()),
  });
}

/** Makes a prefetch stage that starts before the first request. */
export function eagerPrefetch<T>(count: number): Operator<T, T> {
  return prefetchStage(count, () => ({ limit: count, eager: true }));
}
