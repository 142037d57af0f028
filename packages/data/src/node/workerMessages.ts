/** What a worker is told when it begins. */
export interface WorkerBeginning {
  /** The address of the worker's script. */
  readonly main: string;
  /** The address of a loader for TypeScript, where one is needed. */
  readonly loader: string | undefined;
  /** The address of the user's module, and the name of its function. */
  readonly module: string;
  readonly name: string;
  /** Names the random numbers of `context.random`. */
  readonly seed: number;
  /** Whether results are handed over instead of copied. */
  readonly handOver: boolean;
}

/** An element for a worker. */
export interface WorkerTask {
  readonly id: number;
  readonly element: unknown;
  readonly index: number;
  readonly epoch: number;
}

/** An error as it crosses between threads: a class of the user's does not. */
export interface WrittenError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** A worker's answer: a result, what the function threw, or that the user's module could not be loaded. */
export type WorkerAnswer =
  | { readonly kind: "done"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: WrittenError }
  | { readonly kind: "unusable"; readonly error: WrittenError };

/** An error in words, to be sent. */
export function writtenError(error: unknown): WrittenError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: undefined };
  return { name: error.name, message: error.message, stack: error.stack };
}

/** An error that was sent: with the name and the stack that it had in the worker. */
export function readError({ name, message, stack }: WrittenError): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** How deep a value is searched for buffers. */
const DEPTH = 3;

/**
 * The buffers of a value that can change hands: those that a typed array fills from end to end.
 *
 * A view of a part stays a copy: someone else may look at the rest, as with Node's pooled buffers.
 */
export function buffersOf(value: unknown, depth: number = DEPTH): readonly ArrayBuffer[] {
  if (value instanceof ArrayBuffer) return [value];
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteLength } = value;
    return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
  }
  if (typeof value !== "object" || value === null || depth === 0) return [];
  return [...new Set(Object.values(value).flatMap((field) => buffersOf(field, depth - 1)))];
}
