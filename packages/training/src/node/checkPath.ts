import { shown } from "@tensorloom/core/internal";

/**
 * Checks that a value is a path of this machine's file system.
 *
 * @throws TypeError if it is missing, empty, no string, or an address, as tfjs's `file://` ones are.
 */
export function checkPath(name: string, path: string): string {
  const given: unknown = path;
  if (typeof given !== "string" || given === "")
    throw new TypeError(`${name} must be a path such as "out/model", got ${shown(given)}`);
  const address = /^([a-z][a-z0-9+.-]+):\/\//i.exec(given)?.at(1);
  if (address === undefined) return given;
  const hint = address.toLowerCase() === "file" ? "; write the path without file://" : "";
  throw new TypeError(`${name} must be a path, got the address ${given}${hint}`);
}
