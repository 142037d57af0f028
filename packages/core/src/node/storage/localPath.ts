import { fileURLToPath, pathToFileURL } from "node:url";
import { schemeOf } from "../../storage/schemeOf.ts";

/** A local address as a path, and paths as addresses of the same kind. */
interface LocalPath {
  readonly path: string;
  /** The address of a path: a `file:` address if the first one was. */
  readonly addressOf: (path: string) => string;
}

/** Reads a path or a `file:` address. A question mark in an address is part of its name. */
export function localPath(address: string): LocalPath {
  if (schemeOf(address) !== "file") return { path: address, addressOf: (path) => path };
  const path = fileURLToPath(address.replaceAll("?", "%3F").replaceAll("#", "%23"));
  return { path, addressOf: (found) => pathToFileURL(found).href };
}
