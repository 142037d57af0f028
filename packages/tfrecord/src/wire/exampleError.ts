/** One thing that keeps bytes from being the Example that was asked for. */
export interface Misfit {
  /** `wire`: not the bytes of a message. `missing`, `kind`, `count`, `range`, `text`, `index`: a feature does not fit its spec. */
  readonly kind: "wire" | "missing" | "kind" | "count" | "range" | "text" | "index";
  /** The feature's key; empty where the bytes as a whole are wrong. */
  readonly feature: string;
  /** What is wrong, in words. */
  readonly what: string;
  /** The Example's number in its batch, from 0; `undefined` outside a batch. */
  readonly index?: number;
  /** The step of the sequence, from 0, in a SequenceExample. */
  readonly step?: number;
  /** The byte in the Example at which the wire format breaks. */
  readonly offset?: number;
}

function sentence({ feature, what, index, step }: Misfit): string {
  const example = index === undefined ? "" : `Example ${String(index)}: `;
  const where = step === undefined ? example : `${example}step ${String(step)}: `;
  return feature === "" ? `${where}${what}` : `${where}Feature: ${feature} ${what}`;
}

/** How many misfits the message names: a batch can have one in each of its rows. */
const MOST_TOLD = 100;

/**
 * Bytes that are not the Example that was asked for. `misfits` lists everything that does not fit, not the first alone.
 *
 * @example
 * ```ts
 * import { encodeExample, ExampleError, fixedLength, parseExample } from "@tensorloom/tfrecord";
 *
 * function misfits(): readonly string[] {
 *   try {
 *     parseExample(encodeExample({}), { image: fixedLength("bytes"), target: fixedLength("int64") });
 *   } catch (error) {
 *     if (error instanceof ExampleError) return error.misfits.map((misfit) => misfit.feature);
 *   }
 *   return [];
 * }
 * misfits(); // => ["image", "target"]
 * ```
 */
export class ExampleError extends Error {
  override readonly name = "ExampleError";
  readonly misfits: readonly Misfit[];

  constructor(misfits: readonly Misfit[]) {
    const told = misfits.slice(0, MOST_TOLD).map(sentence);
    if (misfits.length > MOST_TOLD) told.push(`and ${String(misfits.length - MOST_TOLD)} more`);
    super(told.join("\n"));
    this.misfits = misfits;
  }
}
