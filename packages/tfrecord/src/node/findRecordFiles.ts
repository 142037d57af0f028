import { storageOf } from "@tensorloom/core";
import { hasGlob } from "@tensorloom/core/internal";
import { checkPlace, isAddress } from "@tensorloom/core/internal/node";
import { listRecordFiles } from "./listRecordFiles.ts";

/**
 * Lists the files and objects that paths, addresses and globs match, sorted within each pattern.
 *
 * It takes what {@link listRecordFiles} takes, and addresses such as `gs://isic/train*.tfrec`. A glob
 * of a web server is looked up in the links of its pages; any other web address is taken as it is.
 *
 * @throws Error that lists all missing paths and all patterns without a match; StorageError if a storage cannot be
 * listed.
 * @example
 * ```ts
 * import { findRecordFiles } from "@tensorloom/tfrecord/node";
 *
 * const files = await findRecordFiles("packages/tfrecord/fixtures/records.{gzip,zlib}.*");
 * files.length; // => 2
 * ```
 */
export async function findRecordFiles(patterns: string | readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  const missing: string[] = [];
  for (const pattern of typeof patterns === "string" ? [patterns] : patterns) {
    const place = checkPlace("findRecordFiles: pattern", pattern);
    if (isWebFile(place)) found.push(place);
    else if (isAddress(place)) {
      const objects = await listObjects(place);
      if (objects.length === 0) missing.push(await why(place));
      found.push(...objects);
    } else
      try {
        found.push(...listRecordFiles(place));
      } catch (error) {
        missing.push((error as Error).message); // which names it
      }
  }
  if (missing.length > 0) throw new Error(missing.join("; "));
  return found;
}

/** Whether a place is a web address without a glob. Its query may have any characters. */
function isWebFile(place: string): boolean {
  return /^https?:/i.test(place) && !/[*[{]/.test(place.replace(/[?#].*$/s, ""));
}

async function listObjects(pattern: string): Promise<readonly string[]> {
  if (pattern.endsWith("/")) return [];
  const storage = await storageOf(pattern);
  const addresses: string[] = [];
  for await (const { address } of storage.list(pattern)) addresses.push(address);
  if (addresses.length > 0 || !hasGlob(pattern)) return addresses;
  return (await storage.stat(pattern)) === undefined ? [] : [pattern]; // its name may have such characters
}

async function why(pattern: string): Promise<string> {
  if (hasGlob(pattern)) return `${pattern} names no object`;
  const folder = pattern.replace(/\/*$/, "/");
  for await (const { address } of (await storageOf(pattern)).list(folder))
    if (address !== folder) return `${pattern} is a folder: name the objects in it, as '${folder}*'`;
  return `there is no object ${pattern}`;
}
