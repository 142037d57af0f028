import { checkOptions, integer } from "@tensorloom/core/internal";
import { isPromise, SKIP } from "../../pass/maybeAsync.ts";
import type { Part } from "../../part.ts";
import { isElsewhere, markPart, NoRows } from "../../pass/part.ts";
import type { Operator } from "../../source.ts";
import { stage } from "../../pass/stage.ts";
import type { StageWork } from "../../pass/stagePass.ts";

/**
 * Options of {@link batch}.
 *
 * @inline
 */
export interface BatchOptions<T, B> {
  /** Whether a last batch with fewer elements is dropped; default false. */
  readonly dropRemainder?: boolean | undefined;
  /** Collates the elements of a batch, sync or async; default: an array of them. `stack` makes arrays with a shape. */
  readonly collate?: ((elements: readonly T[]) => B | PromiseLike<B>) | undefined;
}

/**
 * Groups consecutive elements.
 *
 * @param size - Elements in a batch, at least 1.
 * @throws RangeError if `size` is not an integer of at least 1.
 * @see tf.data.Dataset.batch
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(5).batch(2).toArray(); // => [[0, 1], [2, 3], [4]]
 * await range(5).batch(2, { dropRemainder: true }).toArray(); // => [[0, 1], [2, 3]]
 * ```
 */
export function batch<T, B = T[]>(size: number, options: BatchOptions<T, B> = {}): Operator<T, B> {
  return batchStage(
    "batch",
    size,
    checkOptions("batch", options, { dropRemainder: "boolean", collate: "function" }),
    (part) => (part.rows === undefined ? { ...part, rows: size } : undefined),
  );
}

/** The stage of `batch` and `paddedBatch`. */
export function batchStage<T, B>(
  name: string,
  size: number,
  options: BatchOptions<T, B>,
  part?: (part: Part) => Part | undefined,
): Operator<T, B> {
  integer(`${name}: size`, size, 1);
  // B is T[] without a collate.
  const { dropRemainder = false, collate = (elements) => elements as B } = options;
  return stage({
    label: `${name}(${String(size)}${dropRemainder ? ", drop" : ""})`,
    gathers: true,
    functions: [collate],
    size: (upstream) => (dropRemainder ? Math.floor(upstream / size) : Math.ceil(upstream / size)),
    part,
    work(_memory, _streams, own) {
      if (own !== undefined) return partWork(own, size, { dropRemainder, collate });
      let group: T[] = [];
      const give = (): B | PromiseLike<B> => {
        const full = group;
        group = [];
        return collate(full);
      };
      return {
        next: (element: T) => (group.push(element) < size ? SKIP : give()),
        flush: () => (group.length === 0 || dropRemainder ? SKIP : give()),
      };
    },
  });
}

interface PartOptions<T, B> {
  readonly dropRemainder: boolean;
  readonly collate: (elements: readonly T[]) => B | PromiseLike<B>;
}

/** The work of a batch of which this process reads a part. */
function partWork<T, B>(
  part: Part,
  size: number,
  { dropRemainder, collate }: PartOptions<T, B>,
): StageWork<T, B> {
  let [group, seen]: [T[], number] = [[], 0];
  function give(): B | PromiseLike<B> {
    const [own, rows] = [group, seen];
    [group, seen] = [[], 0];
    if (own.length === 0) return markPart(new NoRows() as B, rows); // the caller that opened the part expects it
    const made = collate(own);
    return isPromise(made) ? made.then((batch) => markPart(batch, rows)) : markPart(made, rows);
  }
  return {
    next(element) {
      if (!isElsewhere(part, seen)) group.push(element);
      return ++seen < size ? SKIP : give();
    },
    flush: () => (seen === 0 || dropRemainder ? SKIP : give()),
  };
}
