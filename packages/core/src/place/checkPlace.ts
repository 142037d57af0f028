import { platformFiles } from "#platform-files";
import { shown } from "../check/check.ts";
import { schemeOf } from "../storage/schemeOf.ts";

/**
 * Throws unless a value is a path of the file system or an address; returns it. An address of a file becomes its path.
 *
 * @param name - The function and the argument, for errors: `"saveModel: folder"`.
 * @throws TypeError if the value is missing, empty or not a string.
 * @example
 * ```ts
 * import { checkPlace } from "@tensorloom/core/internal";
 *
 * checkPlace("saveModel: folder", "s3://models/moles"); // => "s3://models/moles"
 * ```
 */
export function checkPlace(name: string, place: string): string {
  const value: unknown = place;
  if (typeof value === "string" && value !== "") return checkScheme(name, value);
  const hint = value instanceof URL ? "; pass its href" : "";
  throw new TypeError(
    `${name} must be a path or an address (a non-empty string), got ${shown(value)}${hint}`,
  );
}

function checkScheme(name: string, place: string): string {
  const scheme = schemeOf(place);
  if (scheme === undefined || scheme === "file") platformFiles.checkPath(name, place);
  return scheme === "file" ? toPath(name, place) : place;
}

function toPath(name: string, address: string): string {
  try {
    return platformFiles.fromFileAddress(address);
  } catch (cause) {
    throw new TypeError(
      `${name} must be a path or an address, got ${address}: it is not the address of a file`,
      {
        cause,
      },
    );
  }
}
