import { wordsOf } from "../../pass/wordsOf.ts";

/** An error as it crosses between threads: a class of the user's does not. */
export interface WrittenError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | number | undefined;
  readonly cause: WrittenError | undefined;
}

/** So many causes of causes go along: an error may be its own. */
const CAUSES = 8;

/** An error in words, to be sent. */
export function writtenError(error: unknown, causes: number = CAUSES): WrittenError {
  const message = wordsOf(error);
  if (!(error instanceof Error))
    return { name: "Error", message, stack: undefined, code: undefined, cause: undefined };
  const { name, stack, cause } = error;
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    name: wordsOf(name),
    message,
    stack: typeof stack === "string" ? stack : undefined,
    code: typeof code === "string" || typeof code === "number" ? code : undefined,
    cause: cause instanceof Error && causes > 0 ? writtenError(cause, causes - 1) : undefined,
  };
}

/** An error that was sent: with the name, stack, code and cause that it had in the worker. */
export function readError({ name, message, stack, code, cause }: WrittenError): Error {
  const error = cause === undefined ? new Error(message) : new Error(message, { cause: readError(cause) });
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return code === undefined ? error : Object.assign(error, { code });
}
