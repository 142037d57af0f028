import { errorMessage } from "@tensorloom/core/internal";
import { originOf } from "@tensorloom/core";

/**
 * An error of a stage's function, with its stage and element.
 *
 * `cause` is what the function threw.
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
  override readonly name = "StageError";
  /** The label of the stage and its upstream: `range(10).map(decode)`. */
  readonly stage: string;
  /** The position of the element in the stage's input, from 0. */
  readonly position: number;
  /** The file and record that the element was read from, if known. */
  readonly origin: string | undefined;

  constructor(stage: string, position: number, cause: unknown, element?: unknown) {
    const origin = originOf(element)?.toString();
    const words = errorMessage(cause);
    const place = origin === undefined || words.includes(origin) ? "" : ` (${origin})`;
    super(`${stage}: element ${String(position)}${place}: ${words}`, { cause });
    this.stage = stage;
    this.position = position;
    this.origin = origin;
  }
}
