/**
 * A part of a model that Keras and TensorFlow.js do not have in common.
 *
 * @inline
 */
interface KerasModelIssue {
  /** The layer, after the models that hold it: `encoder/conv1`. */
  readonly path: string;
  /** The layer's class in Keras: `Conv2D`. */
  readonly className: string;
  readonly expected: string;
  readonly got: string;
}

/**
 * Thrown if a model cannot be converted from Keras or to Keras.
 *
 * The message lists every layer that cannot be converted, not only the first.
 *
 * @example
 * ```ts
 * import { decodeKerasModel, KerasModelError } from "@tensorloom/keras";
 *
 * const error: unknown = await decodeKerasModel(new Uint8Array(8)).catch((thrown: unknown) => thrown);
 * error instanceof KerasModelError; // => true
 * ```
 */
export class KerasModelError extends Error {
  override readonly name = "KerasModelError";
  /** The layers that cannot be converted; empty if the file itself is damaged or of another kind. */
  readonly issues: readonly KerasModelIssue[];

  constructor(message: string, issues: readonly KerasModelIssue[] = [], options?: ErrorOptions) {
    super([message, ...issues.map(issueText)].join("\n"), options);
    this.issues = issues;
  }
}

function issueText({ path, className, expected, got }: KerasModelIssue): string {
  return `  ${path} (${className}): expected ${expected}, got ${got}`;
}
