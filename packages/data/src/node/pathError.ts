import { resolve } from "node:path";
import { errorCode } from "@tensorloom/core/internal";
import { describeSystemError } from "@tensorloom/core/internal/node";

/** What is wrong with a path, by the system's code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EISDIR: "is a folder",
  ENOTDIR: "is not a folder",
};

/**
 * Makes the error of a path that cannot be read: who reads it, what it should be, what is there.
 *
 * A relative path is named with the absolute one, which shows the folder that it was looked for in.
 *
 * @param caller - The function that the user called, such as `"fromCsv"`.
 * @param cause - The system's error. Its `code` is that of the new error, too.
 */
export function pathError(
  caller: string,
  expected: "a file" | "a folder",
  path: string,
  cause: unknown,
): Error {
  const code = errorCode(cause);
  const whole = resolve(path);
  const place = whole === path ? path : `${path} (${whole})`;
  const reason = code === undefined ? undefined : REASONS[code];
  const what = reason ?? `cannot be read: ${describeSystemError(cause)}`;
  const error = new Error(`${caller}: expected ${expected}, got ${place}, which ${what}`, { cause });
  return Object.assign(error, { code });
}
