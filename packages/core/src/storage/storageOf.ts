import { shown } from "../check/check.ts";
import { registeredSchemes, registeredStorage } from "./registry.ts";
import { schemeOf } from "./schemeOf.ts";
import type { Storage } from "./storage.ts";

/** The schemes that `@tensorloom/storage` opens, and the storage of browsers. */
const KNOWN = ["https", "http", "s3", "gs", "hf", "opfs"];

/**
 * Returns the storage of an address: its scheme's, or the file system for paths and `file:` addresses.
 *
 * In a browser, `opfs:` is its origin private file system, in pages and in Web Workers: `opfs:runs/first/model.json`.
 * Other schemes that are not registered are opened with `@tensorloom/storage` in Node, if it is installed: `https`, `http`,
 * `s3`, `gs` and `hf`. Programs for browsers register the schemes that they use.
 *
 * @param address - An address or a path. Only its scheme counts.
 * @throws TypeError if it is not a string; RangeError if no storage is known for the scheme; Error that names the
 * command to install `@tensorloom/storage`.
 * @example
 * ```ts
 * import { storageOf } from "@tensorloom/core";
 *
 * const storage = await storageOf("packages/core/README.md");
 * const bytes = await storage.read("packages/core/README.md", { offset: 2, length: 16 });
 * new TextDecoder().decode(bytes); // => "@tensorloom/core"
 * ```
 */
export async function storageOf(address: string): Promise<Storage> {
  const value: unknown = address;
  if (typeof value !== "string" || value === "")
    throw new TypeError(
      `storageOf: address must be a path or an address (a non-empty string), got ${shown(value)}`,
    );
  const scheme = schemeOf(value);
  if (scheme === undefined || scheme === "file") {
    const { localStorage } = await import("#platform-storage"); // Node's modules, only when they are needed
    return localStorage();
  }
  const found = registeredStorage(scheme);
  if (found !== undefined) return found;
  if (!KNOWN.includes(scheme)) {
    const known = ["file", ...new Set([...KNOWN, ...registeredSchemes()])].join(", ");
    throw new RangeError(
      `${value}: no storage is registered for ${scheme}://; known are ${known}; registerStorage adds one`,
    );
  }
  const { loadStorage } = await import("#platform-storage");
  return loadStorage(scheme);
}
