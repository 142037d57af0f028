import { shown } from "../check/check.ts";

/**
 * Throws unless a value is a path of the file system; returns it.
 *
 * @param name - The function and the argument, for errors: `"saveModel: folder"`.
 * @param advise - Returns advice on an address such as `https://…` or `gs://…`; default: none.
 * @throws TypeError if the value is missing, empty, not a string, or an address with a scheme.
 * @example
 * ```ts
 * import { checkPath } from "@tensorloom/core/internal/node";
 *
 * checkPath("saveModel: folder", "out/model"); // => "out/model"
 * ```
 */
export function checkPath(name: string, path: string, advise?: (address: string) => string): string {
  const value: unknown = path;
  if (typeof value !== "string" || value === "") {
    const hint = value instanceof URL && value.protocol === "file:" ? "; use fileURLToPath(url)" : "";
    throw new TypeError(`${name} must be a path (a non-empty string), got ${shown(value)}${hint}`);
  }
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(value)?.[1].toLowerCase();
  if (scheme === undefined) return value;
  const advice =
    scheme === "file" ? "write the path without file://, or use fileURLToPath(url)" : (advise?.(value) ?? "");
  throw new TypeError(
    `${name} must be a path, got the address ${value}${advice === "" ? "" : `; ${advice}`}`,
  );
}
