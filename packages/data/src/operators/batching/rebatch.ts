import { checkOptions, integer } from "@tensorloom/core/internal";
import { assertUpstream } from "../../validate.ts";
import { SKIP } from "../../pass/maybeAsync.ts";
import type { Operator } from "../../source.ts";
import { stage } from "../../pass/stage.ts";
import type { Unstacked } from "../../collate/unstack.ts";
import { unbatch } from "../interleave/unbatch.ts";

/**
 * Options of {@link rebatch}.
 *
 * @inline
 */
export interface RebatchOptions {
  /** Whether a last batch with fewer elements is dropped; default false. */
  readonly dropRemainder?: boolean | undefined;
}

/**
 * Regroups the elements of batches into batches of another size.
 *
 * See {@link unbatch} for the kinds of batches.
 *
 * @param size - Elements in a batch, or a list of sizes to use in turn.
 * @see tf.data.Dataset.rebatch
 * @example
 * ```ts
 * import { range, rebatch } from "@tensorloom/data";
 *
 * await range(5).batch(4).apply(rebatch(2)).toArray(); // => [[0, 1], [2, 3], [4]]
 * ```
 */
export function rebatch<B extends object>(
  size: number | readonly number[],
  options: RebatchOptions = {},
): Operator<B, Unstacked<B>[]> {
  const { dropRemainder = false } = checkOptions("rebatch", options, { dropRemainder: "boolean" });
  const sizes: readonly number[] = Array.isArray(size) ? size : [size];
  integer("rebatch: the number of sizes", sizes.length, 1);
  sizes.forEach((each) => integer("rebatch: size", each, 1));
  const label = `rebatch(${sizes.join(", ")}${dropRemainder ? ", drop" : ""})`;
  const group = stage<Unstacked<B>, Unstacked<B>[], { turn: number }>({
    label,
    gathers: true,
    size: () => undefined,
    start: () => ({ turn: 0 }),
    work(memory) {
      let elements: Unstacked<B>[] = [];
      const give = (): Unstacked<B>[] => {
        const full = elements;
        elements = [];
        memory.turn = (memory.turn + 1) % sizes.length;
        return full;
      };
      return {
        next: (element) => (elements.push(element) < sizes[memory.turn] ? SKIP : give()),
        flush: () => (elements.length === 0 || dropRemainder ? SKIP : give()),
      };
    },
  });
  return (upstream) => group(unbatch<B>()(assertUpstream(label, upstream)));
}
