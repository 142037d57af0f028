import { shown } from "@tensorloom/core/internal";

/** The names of our factories; not of tfjs's operations, nor of functions named by the option that holds them. */
const FACTORY = /^(?!loss$|train$|optimizer$|schedule$|metrics$|validation$)[a-z][A-Za-z0-9]*$/;

/**
 * Throws for a value of the wrong type, with a hint on what to write instead.
 *
 * A function without arguments is often a factory that was not called.
 *
 * @throws TypeError
 */
export function throwWrongType(name: string, expected: string, value: unknown, hint?: string): never {
  const called =
    typeof value === "function" && value.length < 2 && FACTORY.test(value.name)
      ? `call it: ${value.name}()`
      : undefined;
  const more = called ?? hint;
  throw new TypeError(
    `${name} must be ${expected}, got ${shown(value)}${more === undefined ? "" : `; ${more}`}`,
  );
}
