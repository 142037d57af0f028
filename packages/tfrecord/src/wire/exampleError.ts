/**
 * One mismatch between an Example and its spec.
 *
 * @example
 * ```ts
 * import { encodeExample, ExampleError, fixedLength, parseExample, type ParseIssue } from "@tensorloom/tfrecord";
 *
 * let issues: readonly ParseIssue[] = [];
 * try {
 *   parseExample(encodeExample({}), { target: fixedLength("int64") });
 * } catch (error) {
 *   if (error instanceof ExampleError) issues = error.issues;
 * }
 * issues.map(({ feature, kind }) => `${feature}: ${kind}`); // => ["target: missing"]
 * ```
 */
export interface ParseIssue {
  /**
   * `wire`: the bytes are not a protocol buffer message. Otherwise a feature does not match its spec: `missing`, `kind`
   * (another list), `count` (of values), `range` (an integer is not an exact number), `text` (not UTF-8), `index` (of a
   * sparse or ragged array).
   */
  readonly kind: "wire" | "missing" | "kind" | "count" | "range" | "text" | "index";
  /** The key of the feature; empty for `wire`. */
  readonly feature: string;
  /** The description of the mismatch. */
  readonly message: string;
  /** The index of the Example in its batch, from 0; `undefined` outside a batch. */
  readonly index?: number | undefined;
  /** The step of the sequence, from 0, in a SequenceExample. */
  readonly step?: number | undefined;
  /** The offset in the Example at which the wire format is broken. */
  readonly offset?: number | undefined;
}

function formatIssue({ feature, message, index, step }: ParseIssue): string {
  const example = index === undefined ? "" : `Example ${String(index)}: `;
  const where = step === undefined ? example : `${example}step ${String(step)}: `;
  return feature === "" ? `${where}${message}` : `${where}Feature: ${feature} ${message}`;
}

/** The maximum number of issues in a message: a batch can have one per row. */
const MAX_LISTED = 100;

/**
 * Thrown if an Example does not match its spec. `issues` lists every mismatch, not only the first.
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
    const lines = issues.slice(0, MAX_LISTED).map(formatIssue);
    if (issues.length > MAX_LISTED) lines.push(`and ${String(issues.length - MAX_LISTED)} more`);
    super(lines.join("\n"));
    this.issues = issues;
  }
}
