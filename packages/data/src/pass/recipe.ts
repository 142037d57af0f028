import { integer } from "@tensorloom/core/internal";
import { assertUpstream } from "../validate.ts";
import type { Indexed, Operator, Pass, Randomness, Source, Start } from "../source.ts";
import { StageStart } from "../random/stageStart.ts";
import { fingerprintText } from "./fingerprintText.ts";

/** How a stage changes its source. */
export interface Recipe<A, B> {
  /** The stage in words, without what stands above it: `batch(3)`. */
  readonly label: string;
  /** The size: a number, or what it is where the upstream's is known; default: the same. */
  readonly size?: number | ((upstream: number) => number | undefined);
  /**
   * What the elements depend on beside the label: the user's functions, by their text, and options, by their contents.
   * It is part of a stored cache's fingerprint; what changes only the speed is not.
   */
  readonly functions?: readonly unknown[];
  /** What is random at the stage; default: nothing. */
  readonly random?: Randomness | undefined;
  /** A pass; `label` is the whole pipeline's. Opens its upstream with {@link openParent}. */
  readonly open: (upstream: Source<A>, start: Start, label: string) => Pass<B>;
}

/**
 * An operator from its recipe: the label composes, the size follows.
 *
 * @example
 * ```ts
 * import { openParent, range, recipe } from "@tensorloom/data";
 *
 * // Reads its upstream as another epoch.
 * const laterEpoch = <T>(by: number) =>
 *   recipe<T, T>({
 *     label: `laterEpoch(${by})`,
 *     open: (upstream, start) => openParent(upstream, { ...start, epoch: (start.epoch ?? 0) + by }),
 *   });
 * const shuffled = range(9).shuffle({ seed: 1 });
 * await shuffled.apply(laterEpoch(2)).toArray(); // => await shuffled.toArray({ epoch: 2 })
 * ```
 */
export function recipe<A, B>(stage: Recipe<A, B>): Operator<A, B> {
  const { size = (upstream: number) => upstream } = stage;
  return (given) => {
    const upstream = assertUpstream(stage.label, given);
    const label = `${upstream.label}.${stage.label}`;
    return {
      label,
      size: typeof size === "number" ? size : upstream.size === undefined ? undefined : size(upstream.size),
      parents: [upstream],
      fingerprint: () => fingerprintText(stage.functions ?? []),
      random: stage.random,
      open: (start = {}) => stage.open(upstream, start, label),
    };
  };
}

/** The operator, whose elements depend on more than it says itself. See {@link Recipe}'s `functions`. */
export function withFingerprint<A, B>(
  operator: Operator<A, B>,
  ...functions: readonly unknown[]
): Operator<A, B> {
  return (upstream) => {
    const source = operator(upstream);
    return { ...source, fingerprint: () => fingerprintText([source.fingerprint?.(), functions]) };
  };
}

/** The same source, opened in another way; its elements can no longer be reached by position. */
export function withOpen<T>(source: Source<T>, open: (start: Start) => Pass<T>): Source<T> {
  const { label, size, parents = [], random } = source;
  const fingerprint = (): string => source.fingerprint?.() ?? "";
  return { label, size, parents, fingerprint, random, open: (start = {}) => open(start) };
}

/** A source's label without what stands above it: `batch(3)`; the whole one where it does not go on its first parent's. */
export function stageLabel({ label, parents = [] }: Source<unknown>): string {
  const above = parents.at(0)?.label;
  return above !== undefined && label.startsWith(`${above}.`) ? label.slice(above.length + 1) : label;
}

/**
 * Opens what a stage reads from: every stage does so here, so that a watch sees every pass.
 *
 * @example
 * ```ts
 * import { openParent, range, recipe } from "@tensorloom/data";
 *
 * // Passes everything on; closing is the upstream's own.
 * const unchanged = <T>() => recipe<T, T>({ label: "unchanged()", open: (upstream, start) => openParent(upstream, start) });
 * await range(3).apply(unchanged()).toArray(); // => [0, 1, 2]
 * ```
 */
export function openParent<T>(source: Source<T>, start: Start): Pass<T> {
  if (start.epoch !== undefined) integer("epoch", start.epoch, 0);
  const pass = source.open(start);
  return start.instrumentation === undefined ? pass : start.instrumentation.wrapPass(source, pass);
}

/** The elements by position that a view reads from: every view asks here, so that a watch sees them. */
export function openIndex<T>(
  source: Source<T>,
  indexed: NonNullable<Source<T>["indexed"]>,
  epoch: number,
  { instrumentation, branch }: Pick<Start, "instrumentation" | "branch">,
): Indexed<T> {
  const elements = indexed(epoch, instrumentation, branch);
  return instrumentation === undefined ? elements : instrumentation.wrapIndex(source, elements);
}

/** The same start at another place: a state, or the beginning of an epoch. */
export function startAt(start: Start, place: Pick<Start, "state" | "epoch">): Start {
  return new StageStart(start, place, start.branch);
}
