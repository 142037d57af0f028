import { errorMessage } from "@tensorloom/core/internal";
import { originOf } from "@tensorloom/core";

/**
 * What a stage's function threw, with the stage and the element that it threw at.
 *
 * @example
 * ```ts
 * import { range, StageError } from "@tensorloom/data";
 *
 * const broken = range(10).map((x) => {
 *   if (x === 4) throw new RangeError("no file 4");
 *   return x;
 * });
 * const error = await broken.toArray().catch((thrown: unknown) => thrown);
 * error instanceof StageError && error.position; // => 4
 * error instanceof StageError && error.stage; // => "range(10).map()"
 * ```
 */
export class StageError extends Error {
  /** The stage and all above it: `range(10).map(decode)`. */
  readonly stage: string;
  /** Which element of the stage's input, from 0, in this pass. */
  readonly position: number;
  /** Where the element came from, if it is known: a file, and the number of its record. */
  readonly origin: string | undefined;

  constructor(stage: string, position: number, cause: unknown, element?: unknown) {
    const origin = originOf(element)?.toString();
    const words = errorMessage(cause);
    const place = origin === undefined || words.includes(origin) ? "" : ` (${origin})`;
    super(`${stage}: element ${String(position)}${place}: ${words}`, { cause });
    this.name = "StageError";
    this.stage = stage;
    this.position = position;
    this.origin = origin;
  }
}
