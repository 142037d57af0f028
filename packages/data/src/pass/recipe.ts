import { integer } from "@tensorloom/core/internal";
import { assertUpstream } from "../validate.ts";
import type { Indexed, Operator, Pass, Source, Start } from "../source.ts";
import type { Randomness } from "../randomness.ts";
import { StageStart } from "../stageStart.ts";
import { fingerprintText } from "./fingerprintText.ts";
import type { Part } from "../part.ts";
import { partFor } from "./part.ts";

/**
 * Describes an operator: its label, its size, how it opens.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { openParent, type Recipe, recipe } from "@tensorloom/data/operator";
 *
 * const opened: string[] = [];
 * const logOpens: Recipe<number, number> = {
 *   label: "logOpens()",
 *   open(upstream, start, label) {
 *     opened.push(label);
 *     return openParent(upstream, start);
 *   },
 * };
 * await range(2).apply(recipe(logOpens)).toArray();
 * opened; // => ["range(2).logOpens()"]
 * ```
 */
export interface Recipe<A, B> {
  /** The stage's own label, without its upstream's: `batch(3)`. */
  readonly label: string;
  /** The size: a number, or a function of the upstream's; default: the same. */
  readonly size?: (number | ((upstream: number) => number | undefined)) | undefined;
  /**
   * What the elements depend on besides the label: the user's functions (compared by source text) and options (by value).
   * It is part of a stored cache's fingerprint. Leave out what changes only the speed.
   */
  readonly functions?: readonly unknown[] | undefined;
  /** What is random at the stage; default: nothing. @internal */
  readonly random?: Randomness | undefined;
  /**
   * Returns the part that the upstream reads, of the part that this stage is to read; default: all of it. A stage with as
   * many elements as its upstream returns it as it is. @internal
   */
  readonly part?: ((part: Part) => Part | undefined) | undefined;
  /** Opens a pass. `label` is the whole pipeline's. Open the upstream with {@link openParent}. */
  readonly open: (upstream: Source<A>, start: Start, label: string) => Pass<B>;
}

/**
 * Makes an operator from its description, for passes that {@link stage} cannot express.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { openParent, recipe } from "@tensorloom/data/operator";
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
export function recipe<A, B>(spec: Recipe<A, B>): Operator<A, B> {
  const { size = (upstream: number) => upstream } = spec;
  return (source) => {
    const upstream = assertUpstream(spec.label, source);
    const label = `${upstream.label}.${spec.label}`;
    return {
      label,
      size: typeof size === "number" ? size : upstream.size === undefined ? undefined : size(upstream.size),
      parents: [upstream],
      fingerprint: (functions) => fingerprintText(spec.functions ?? [], Infinity, functions),
      random: spec.random,
      open: (start = {}) => spec.open(upstream, addressPart(start, label, upstream.label, spec.part), label),
    };
  };
}

/** The start with the part that the upstream is to read. */
function addressPart(
  start: Start,
  own: string,
  upstream: string,
  partOf: Recipe<never, never>["part"],
): Start {
  const part = start.part === undefined ? undefined : partFor(start, own);
  const passed = part && partOf?.(part);
  return passed === undefined
    ? start
    : new StageStart(start, start, start.branch, { ...passed, of: upstream });
}

/** Adds to an operator's fingerprint what its elements depend on. See {@link Recipe}'s `functions`. */
export function withFingerprint<A, B>(
  operator: Operator<A, B>,
  ...parts: readonly unknown[]
): Operator<A, B> {
  return (upstream) => {
    const source = operator(upstream);
    return {
      ...source,
      fingerprint: (functions) =>
        fingerprintText([source.fingerprint?.(functions), parts], Infinity, functions),
    };
  };
}

/** The same source with another `open`, and without random access. */
export function withOpen<T>(source: Source<T>, open: (start: Start) => Pass<T>): Source<T> {
  const { label, size, parents = [], random } = source;
  const fingerprint: Source<T>["fingerprint"] = (functions) => source.fingerprint?.(functions) ?? "";
  return { label, size, parents, fingerprint, random, open: (start = {}) => open(start) };
}

/** A source's label without its upstream's: `batch(3)`. The whole label if it does not begin with its first parent's. */
export function stageLabel({ label, parents = [] }: Source<unknown>): string {
  const above = parents.at(0)?.label;
  return above !== undefined && label.startsWith(`${above}.`) ? label.slice(above.length + 1) : label;
}

/**
 * Opens the source that a stage reads from. Every stage uses it, so that `explain` measures every pass.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { openParent, recipe } from "@tensorloom/data/operator";
 *
 * // Returns the upstream's pass unchanged.
 * const unchanged = <T>() => recipe<T, T>({ label: "unchanged()", open: (upstream, start) => openParent(upstream, start) });
 * await range(3).apply(unchanged()).toArray(); // => [0, 1, 2]
 * ```
 */
export function openParent<T>(source: Source<T>, start: Start): Pass<T> {
  if (start.epoch !== undefined) integer("epoch", start.epoch, 0);
  const pass = source.open(start);
  return start.instrumentation === undefined ? pass : start.instrumentation.wrapPass(source, pass);
}

/** Opens the index that a view reads from. Every view uses it, so that `explain` measures it. */
export function openIndex<T>(
  source: Source<T>,
  indexed: NonNullable<Source<T>["indexed"]>,
  epoch: number,
  { instrumentation, branch }: Pick<Start, "instrumentation" | "branch">,
): Indexed<T> {
  const elements = indexed(epoch, instrumentation, branch);
  return instrumentation === undefined ? elements : instrumentation.wrapIndex(source, elements);
}

/** The same start with another state or epoch. */
export function startAt(start: Start, place: Pick<Start, "state" | "epoch">): Start {
  return new StageStart(start, place, start.branch);
}
