import { platformFiles } from "#platform-files";
import { escapeGlob } from "../glob/globSegment.ts";
import type { StorageObject } from "../storage/storage.ts";
import { storageOf } from "../storage/storageOf.ts";
import { isAddress } from "./isAddress.ts";
import { joinPlace } from "./joinPlace.ts";

/** A file in a folder, or an object below an address. */
export interface PlaceEntry {
  /** The name in the folder. */
  readonly name: string;
  /** The time of the last change, in milliseconds since 1970; `undefined` if it is not known. */
  readonly modified: number | undefined;
}

/**
 * Lists the files that lie directly in a folder, in any order. A folder of a storage that does not exist is empty.
 *
 * @throws Errors of `node:fs` for a path, StorageError for an address.
 * @example
 * ```ts
 * import { listPlace } from "@tensorloom/core/internal";
 *
 * (await listPlace("packages/core")).some(({ name }) => name === "README.md"); // => true
 * ```
 */
export async function listPlace(folder: string): Promise<readonly PlaceEntry[]> {
  if (isAddress(folder)) {
    const found: PlaceEntry[] = [];
    for await (const { name, object } of listBelow(folder))
      if (name !== "" && !name.includes("/")) found.push({ name, modified: object.modified });
    return found;
  }
  return platformFiles.list(folder);
}

/** An object below a folder. */
export interface ListedObject {
  /** The name in the folder: `cat/1.jpg`. */
  readonly name: string;
  readonly object: StorageObject;
}

/**
 * Lists the objects below an address, whose characters of a glob are taken as they are: `s3://isic/run[1]`.
 *
 * @param pattern - A glob in the folder; default: everything below it.
 * @throws StorageError if the storage cannot be listed.
 * @example
 * ```ts no-run
 * import { listBelow } from "@tensorloom/core/internal";
 *
 * for await (const { name } of listBelow("s3://isic/run[1]", "*.json")) console.log(name);
 * ```
 */
export async function* listBelow(
  folder: string,
  pattern = "",
): AsyncGenerator<ListedObject, void, undefined> {
  const inside = joinPlace(folder, "");
  const isWeb = /^https?:/i.test(inside);
  const end = isWeb ? inside.search(/[?#]|$/) : inside.length;
  const [base, query] = [inside.slice(0, end), inside.slice(end)];
  const depth = base.split("/").length - 1; // addresses of web servers may be encoded in another way
  const start = isWeb ? base.replaceAll(/[*[{]/g, encode) : escapePath(base);
  for await (const object of (await storageOf(folder)).list(`${start}${pattern}${query}`)) {
    const { address } = object;
    const bare = isWeb ? address.replace(/[?#].*$/s, "") : address;
    yield { name: bare.split("/").slice(depth).join("/"), object };
  }
}

/** Escapes all but the scheme and the bucket. */
function escapePath(address: string): string {
  const root = /^[^:/]+:(?:\/\/[^/]*)?/.exec(address)?.[0] ?? "";
  return `${root}${escapeGlob(address.slice(root.length))}`;
}

function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
