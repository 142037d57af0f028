import { integer } from "@tensorloom/core/internal";
import { withFingerprint, withOpen } from "../pass/recipe.ts";
import type { Operator } from "../source.ts";

/** Shifts the epochs of a recipe. Its epoch `e` is the upstream's epoch `e + count`. */
export function offsetEpoch<T>(count: number): Operator<T, T> {
  integer("epoch: epoch", count, 0);
  return withFingerprint((upstream) => {
    const { indexed } = upstream;
    const on = withOpen(upstream, (start) => upstream.open({ ...start, epoch: count + (start.epoch ?? 0) }));
    const named = { ...on, random: { ...upstream.random, named: true } };
    if (indexed === undefined) return named;
    return { ...named, indexed: (epoch, watch, branch) => indexed(count + epoch, watch, branch) };
  }, count);
}
