import { errorMessage } from "./errorMessage.ts";

/** An error as plain data: it survives `postMessage` and JSON, which a class of its own does not. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** The error's own fields that are strings, numbers or booleans: a system error's `code`, a `StageError`'s `position`. */
  readonly fields?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly cause?: SerializedError | undefined;
  /** The errors of an `AggregateError`. */
  readonly errors?: readonly SerializedError[] | undefined;
}

/** How many causes of causes are kept: an error may be its own cause. */
const MAX_DEPTH = 8;

/** What an error has besides its fields. */
const STANDARD: ReadonlySet<string> = new Set(["name", "message", "stack", "cause", "errors"]);

/**
 * Turns a thrown value into plain data, to be sent to another thread.
 *
 * Keeps the name, message, stack, causes, an `AggregateError`'s errors, and the fields that are strings, numbers or
 * booleans. {@link deserializeError} makes an error of it again.
 *
 * @param error - What was thrown; it need not be an error.
 * @example
 * ```ts
 * import { deserializeError, serializeError } from "@tensorloom/core/internal";
 *
 * const sent = serializeError(Object.assign(new RangeError("no such row"), { row: 7 }));
 * const { name, message, row } = deserializeError(structuredClone(sent)) as Error & { row?: number };
 * [name, message, row]; // => ["RangeError", "no such row", 7]
 * ```
 */
export function serializeError(error: unknown): SerializedError {
  return serialize(error, MAX_DEPTH);
}

function serialize(error: unknown, depth: number): SerializedError {
  const message = errorMessage(error);
  if (!(error instanceof Error)) return { name: "Error", message };
  const { name, stack, cause } = error;
  const errors: unknown = "errors" in error ? error.errors : undefined;
  return {
    name: errorMessage(name),
    message,
    stack: typeof stack === "string" ? stack : undefined,
    fields: fieldsOf(error),
    cause: cause instanceof Error && depth > 0 ? serialize(cause, depth - 1) : undefined,
    errors: Array.isArray(errors) && depth > 0 ? errors.map((one) => serialize(one, depth - 1)) : undefined,
  };
}

function fieldsOf(error: Error): SerializedError["fields"] {
  const fields: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(error) as [string, unknown][]) {
    if (STANDARD.has(key)) continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      fields[key] = value;
  }
  return fields;
}

/**
 * Makes an error of what {@link serializeError} returned: of its name, with its stack, causes and fields.
 *
 * Its class is `Error` or `AggregateError`: a class of another module cannot be built from its fields.
 *
 * @example
 * ```ts
 * import { deserializeError } from "@tensorloom/core/internal";
 *
 * const error = deserializeError({ name: "TypeError", message: "not a function" });
 * [error instanceof Error, error.name]; // => [true, "TypeError"]
 * ```
 */
export function deserializeError({ name, message, stack, fields, cause, errors }: SerializedError): Error {
  const options = cause === undefined ? undefined : { cause: deserializeError(cause) };
  const error =
    errors === undefined
      ? new Error(message, options)
      : new AggregateError(errors.map(deserializeError), message, options);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return Object.assign(error, fields);
}
