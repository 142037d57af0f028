import { shown } from "@tensorloom/core/internal";
import { refuseCloudAddress } from "../bytes/cloudAddress.ts";

/** Checks that a value is a path, and not an address or an open file. */
export function checkPath(name: string, path: string): string {
  const given: unknown = path;
  if (typeof given !== "string") {
    const hint = given instanceof URL && given.protocol === "file:" ? "; use fileURLToPath(url)" : "";
    throw new TypeError(`${name} must be a path (a string), got ${shown(given)}${hint}`);
  }
  refuseCloudAddress(path);
  if (/^https?:\/\//i.test(path))
    throw new TypeError(
      `${name} must be a path, got the address ${path}; read it with fetchRecords, or by position with httpBytes`,
    );
  if (/^file:\/\//i.test(path))
    throw new TypeError(`${name} must be a path, got the address ${path}; use fileURLToPath(url)`);
  return path;
}
