import { callable, checkOptions, integer, shown } from "@tensorloom/core/internal";
import { bufferedStage } from "../../pass/bufferedStage.ts";
import type { Buffered } from "../../pass/bufferedWork.ts";
import { SKIP, type Skip } from "../../pass/maybeAsync.ts";
import type { Operator } from "../../source.ts";

/**
 * Options of {@link groupByWindow}.
 *
 * @inline
 */
export interface GroupOptions<T, K, B> {
  /** The size of a group: a number, or a function of the key. */
  readonly size: number | ((key: K) => number);
  /** Whether incomplete groups at the end are dropped; default false. */
  readonly dropRemainder?: boolean | undefined;
  /**
   * Collates the elements of a group, sync or async, as `stack` and `pad` do; default: an array of them. A function with
   * two parameters also receives the group's key.
   */
  readonly collate?: ((elements: readonly T[], key: K) => B | PromiseLike<B>) | undefined;
}

/**
 * Groups elements by a key, and yields each full group.
 *
 * At the end, the incomplete groups follow in the order of their keys.
 *
 * @param key - Returns the key of an element's group.
 * @see tf.data.Dataset.group_by_window
 * @example
 * ```ts
 * import { groupByWindow, range } from "@tensorloom/data";
 *
 * const byParity = groupByWindow((x: number) => x % 2, { size: 2 });
 * await range(5).apply(byParity).toArray(); // => [[0, 2], [1, 3], [4]]
 * ```
 */
export function groupByWindow<T, K extends number | string, B = T[]>(
  key: (element: T) => K,
  options: GroupOptions<T, K, B>,
): Operator<T, B> {
  callable("groupByWindow: key", key);
  const known = { size: "number", dropRemainder: "boolean", collate: "function" } as const;
  return groupStage(`groupByWindow(${key.name})`, key, checkOptions("groupByWindow", options, known));
}

/** The stage of `groupByWindow` and `bucketByLength`. */
export function groupStage<T, K extends number | string, B>(
  label: string,
  key: (element: T) => K,
  options: GroupOptions<T, K, B>,
): Operator<T, B> {
  // B is T[] without a collate.
  const { size, dropRemainder = false, collate = (elements: readonly T[]) => elements as B } = options;
  // The second parameter of `pad` has another meaning: pass the key only to functions with two parameters.
  const collated = (elements: readonly T[], name: K): B | PromiseLike<B> =>
    collate.length === 1 ? (collate as (only: readonly T[]) => B)(elements) : collate(elements, name);
  const sizeOf = typeof size === "function" ? size : () => size;
  if (typeof size !== "function") integer("groupByWindow: size", size, 1);
  return bufferedStage({
    label,
    functions: [key, collate, size, dropRemainder],
    size: () => undefined,
    checkpointEvery: 16,
    start: () => ({}),
    work() {
      const groups = new Map<K, Buffered<T>[]>();
      let full: K | undefined;
      /** The keys of the incomplete groups at the end, in descending order. */
      let unfilled: K[] | undefined;
      const complete = (name: K): B | PromiseLike<B> => {
        const elements = (groups.get(name) ?? []).map(({ element }) => element);
        groups.delete(name);
        return collated(elements, name);
      };
      return {
        push(held) {
          const name = checkKey(key(held.element));
          const max = integer("groupByWindow: size", sizeOf(name), 1);
          const group = groups.get(name) ?? [];
          groups.set(name, group);
          if (group.push(held) >= max) full = name;
        },
        held: () => [...groups.values()].flat(),
        pull(ended) {
          const name = full;
          full = undefined;
          if (name !== undefined) return complete(name);
          if (!ended || dropRemainder) return SKIP;
          unfilled ??= descending(groups.keys());
          for (let next = unfilled.pop(); next !== undefined; next = unfilled.pop()) {
            const made: B | Skip | PromiseLike<B> = complete(next);
            if (made !== SKIP) return made; // otherwise this group is skipped
          }
          return SKIP;
        },
      };
    },
  });
}

/** Sorts keys in the reverse of tf.data's order: numbers, then strings. */
function descending<K extends number | string>(keys: Iterable<K>): K[] {
  return [...keys].sort((a, b) => (isBefore(a, b) ? 1 : -1));
}

function isBefore(a: number | string, b: number | string): boolean {
  return typeof a === typeof b ? a < b : typeof a === "number";
}

/** Throws if a key is neither a string nor a number. */
function checkKey<K extends number | string>(key: K): K {
  if (typeof key === "string" || (typeof key === "number" && !Number.isNaN(key))) return key;
  throw new TypeError(`the key must be a number or a string, got ${shown(key)}`);
}
