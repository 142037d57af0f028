import { checkOptions, integer } from "@tensorloom/core/internal";
import { bufferedStage } from "../../pass/bufferedStage.ts";
import type { Buffered } from "../../pass/bufferedWork.ts";
import { SKIP } from "../../pass/maybeAsync.ts";
import type { Operator } from "../../source.ts";

/**
 * Options of {@link window}.
 *
 * @inline
 */
export interface WindowOptions {
  /** The distance between the starts of two windows; default: the size, so that windows do not overlap. */
  readonly shift?: number | undefined;
  /** The distance between the elements of a window; default 1. */
  readonly stride?: number | undefined;
  /** Whether incomplete windows at the end are dropped; default false. */
  readonly dropRemainder?: boolean | undefined;
}

const KNOWN = { shift: "number", stride: "number", dropRemainder: "boolean" } as const;

/**
 * Makes sliding windows of the elements, each as an array.
 *
 * @param size - Elements in a window, at least 1.
 * @see tf.data.Dataset.window, whose windows are datasets
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(5).window(3, { shift: 1, dropRemainder: true }).toArray(); // => [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
 * ```
 */
export function window<T>(size: number, options: WindowOptions = {}): Operator<T, T[]> {
  const { shift = size, stride = 1, dropRemainder = false } = checkOptions("window", options, KNOWN);
  integer("window: size", size, 1);
  integer("window: shift", shift, 1);
  integer("window: stride", stride, 1);
  const span = (size - 1) * stride + 1;
  return bufferedStage({
    label: `window(${[size, shift, stride].join(", ")}${dropRemainder ? ", drop" : ""})`,
    size: (upstream) =>
      dropRemainder ? Math.max(0, Math.floor((upstream - span) / shift) + 1) : Math.ceil(upstream / shift),
    checkpointEvery: shift,
    start: () => ({ skip: 0 }),
    work(memory) {
      let ahead: Buffered<T>[] = [];
      const passOver = (): void => {
        const passed = Math.min(memory.skip, ahead.length);
        if (passed === 0) return;
        memory.skip -= passed;
        ahead = ahead.slice(passed);
      };
      return {
        push(held) {
          ahead.push(held);
          passOver();
        },
        held: () => ahead,
        pull(ended) {
          if (ahead.length < span && (!ended || dropRemainder)) return SKIP;
          if (ahead.length === 0) return SKIP;
          const elements = ahead
            .slice(0, span)
            .filter((_, i) => i % stride === 0)
            .map(({ element }) => element);
          memory.skip = shift;
          passOver();
          return elements;
        },
      };
    },
  });
}
