import { shown } from "../check.ts";

/**
 * Throws unless a value is a path of the file system; returns it.
 *
 * @param name - The function and the argument, for errors: `"saveModel: folder"`.
 * @param advise - Says what to do with an address such as `https://…` or `gs://…`; default: nothing is added.
 * @throws TypeError if the value is missing, empty, not a string, or an address with a scheme.
 * @example
 * ```ts
 * import { checkPath } from "@tensorloom/core/internal/node";
 *
 * checkPath("saveModel: folder", "out/model"); // => "out/model"
 * ```
 */
export function checkPath(name: string, path: string, advise?: (address: string) => string): string {
  const given: unknown = path;
  if (typeof given !== "string" || given === "") {
    const hint = given instanceof URL && given.protocol === "file:" ? "; use fileURLToPath(url)" : "";
    throw new TypeError(`${name} must be a path (a non-empty string), got ${shown(given)}${hint}`);
  }
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(given)?.[1].toLowerCase();
  if (scheme === undefined) return given;
  const advice =
    scheme === "file" ? "write the path without file://, or use fileURLToPath(url)" : (advise?.(given) ?? "");
  throw new TypeError(
    `${name} must be a path, got the address ${given}${advice === "" ? "" : `; ${advice}`}`,
  );
}
