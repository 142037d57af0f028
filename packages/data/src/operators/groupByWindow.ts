import { callable, checkOptions, integer, shown } from "@tensorloom/core/internal";
import { bufferedStage } from "../pass/bufferedStage.ts";
import type { Buffered } from "../pass/bufferedWork.ts";
import { SKIP, type Skip } from "../pass/maybeAsync.ts";
import type { Operator } from "../source.ts";

/**
 * How `groupByWindow` groups.
 *
 * @inline
 */
export interface GroupOptions<T, K, B> {
  /** How many elements make a group: a number, or one for each key. */
  readonly size: number | ((key: K) => number);
  /** Whether groups that the end finds unfilled are dropped; default false. */
  readonly dropRemainder?: boolean | undefined;
  /**
   * What becomes of the elements of a group, or a promise of it; default: the array of them. `stack` and `pad` are such. A
   * function of two parameters also gets the group's key.
   */
  readonly collate?: ((elements: readonly T[], key: K) => B | PromiseLike<B>) | undefined;
}

/**
 * Gathers elements by a key and gives a group as soon as it is full; at the end, the unfilled ones in the keys' order.
 *
 * @param key - The group that an element belongs to.
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

/** What `groupByWindow` and `bucketByLength` are. */
export function groupStage<T, K extends number | string, B>(
  label: string,
  key: (element: T) => K,
  options: GroupOptions<T, K, B>,
): Operator<T, B> {
  // B is T[] where no collate is given.
  const { size, dropRemainder = false, collate = (elements: readonly T[]) => elements as B } = options;
  // The second parameter of `pad` is another one: what takes one gets one.
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
      /** The keys of the groups that the end found unfilled, the least one last. */
      let unfilled: K[] | undefined;
      const give = (name: K): B | PromiseLike<B> => {
        const elements = (groups.get(name) ?? []).map(({ element }) => element);
        groups.delete(name);
        return collated(elements, name);
      };
      return {
        push(held) {
          const name = checkKey(key(held.element));
          const most = integer("groupByWindow: size", sizeOf(name), 1);
          const group = groups.get(name) ?? [];
          groups.set(name, group);
          if (group.push(held) >= most) full = name;
        },
        held: () => [...groups.values()].flat(),
        pull(ended) {
          const name = full;
          full = undefined;
          if (name !== undefined) return give(name);
          if (!ended || dropRemainder) return SKIP;
          unfilled ??= descending(groups.keys());
          for (let next = unfilled.pop(); next !== undefined; next = unfilled.pop()) {
            const made: B | Skip | PromiseLike<B> = give(next);
            if (made !== SKIP) return made; // else this group is left out
          }
          return SKIP;
        },
      };
    },
  });
}

/** The keys in tf.data's order at the end, backwards: numbers, then strings. */
function descending<K extends number | string>(keys: Iterable<K>): K[] {
  return [...keys].sort((a, b) => (isBefore(a, b) ? 1 : -1));
}

function isBefore(a: number | string, b: number | string): boolean {
  return typeof a === typeof b ? a < b : typeof a === "number";
}

/** Refuses a key that has no place in an order: JavaScript may give any. */
function checkKey<K extends number | string>(key: K): K {
  if (typeof key === "string" || (typeof key === "number" && !Number.isNaN(key))) return key;
  throw new TypeError(`the key must be a number or a string, got ${shown(key)}`);
}
