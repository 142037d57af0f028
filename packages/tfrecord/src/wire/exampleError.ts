/** One thing that keeps bytes from being the Example that was asked for. */
export interface ParseIssue {
  /** `wire`: not the bytes of a message. `missing`, `kind`, `count`, `range`, `text`, `index`: a feature does not fit its spec. */
  readonly kind: "wire" | "missing" | "kind" | "count" | "range" | "text" | "index";
  /** The feature's key; empty where the bytes as a whole are wrong. */
  readonly feature: string;
  /** What is wrong, in words. */
  readonly message: string;
  /** The Example's number in its batch, from 0; `undefined` outside a batch. */
  readonly index?: number | undefined;
  /** The step of the sequence, from 0, in a SequenceExample. */
  readonly step?: number | undefined;
  /** The byte in the Example at which the wire format breaks. */
  readonly offset?: number | undefined;
}

function formatIssue({ feature, message, index, step }: ParseIssue): string {
  const example = index === undefined ? "" : `Example ${String(index)}: `;
  const where = step === undefined ? example : `${example}step ${String(step)}: `;
  return feature === "" ? `${where}${message}` : `${where}Feature: ${feature} ${message}`;
}

/** How many issues the message names: a batch can have one in each of its rows. */
const MAX_LISTED = 100;

/**
 * Bytes that are not the Example that was asked for. `issues` lists everything that does not fit, not the first alone.
 *
 * @example
 * ```ts
 * import { encodeExample, ExampleError, fixedLength, parseExample } from "@tensorloom/tfrecord";
 *
 * function issues(): readonly string[] {
 *   try {
 *     parseExample(encodeExample({}), { image: fixedLength("bytes"), target: fixedLength("int64") });
 *   } catch (error) {
 *     if (error instanceof ExampleError) return error.issues.map((issue) => issue.feature);
 *   }
 *   return [];
 * }
 * issues(); // => ["image", "target"]
 * ```
 */
export class ExampleError extends Error {
  override readonly name = "ExampleError";
  readonly issues: readonly ParseIssue[];

  constructor(issues: readonly ParseIssue[]) {
    const told = issues.slice(0, MAX_LISTED).map(formatIssue);
    if (issues.length > MAX_LISTED) told.push(`and ${String(issues.length - MAX_LISTED)} more`);
    super(told.join("\n"));
    this.issues = issues;
  }
}
