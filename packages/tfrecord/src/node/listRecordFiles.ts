import { readdirSync, statSync, type Dirent } from "node:fs";
import { join, sep } from "node:path";
import { expandRanges, globSegment, hasGlob } from "@tensorloom/core/internal";
import { checkPath } from "@tensorloom/core/internal/node";

/**
 * Lists the files that paths and globs match, sorted within each pattern.
 *
 * A file that two patterns match is listed twice, and readers read it twice.
 *
 * - `*` and `?` match characters within a name; `[abc]` matches one of them.
 * - `{a,b}` matches one of the words, `{00..15}` one of the numbers, and `**` any number of folders.
 * - An existing path matches itself, even if it has such characters.
 *
 * It waits for the disk. `findRecordFiles` does not, and takes addresses, too.
 *
 * @throws TypeError for an address; Error that lists all missing paths, and all globs without a match.
 * @example
 * ```ts
 * import { listRecordFiles } from "@tensorloom/tfrecord/node";
 *
 * listRecordFiles("packages/tfrecord/fixtures/records.{gzip,zlib}.*").length; // => 2
 * ```
 */
export function listRecordFiles(patterns: string | readonly string[]): readonly string[] {
  const found: string[] = [];
  const missing: string[] = [];
  for (const pattern of typeof patterns === "string" ? [patterns] : patterns) {
    checkPath(
      "listRecordFiles: pattern",
      pattern,
      () => "list addresses with await findRecordFiles(patterns)",
    );
    const names = exists(pattern) ? [pattern] : matching(pattern);
    if (names.length === 0) missing.push(why(pattern));
    found.push(...names);
  }
  if (missing.length > 0) throw new Error(missing.join("; "));
  return found;
}

function why(pattern: string): string {
  if (hasGlob(pattern)) return `${pattern} names no file`;
  if (statSync(pattern, { throwIfNoEntry: false })?.isDirectory() !== true)
    return `there is no file ${pattern}`;
  return `${pattern} is a folder: name the files in it, as '${join(pattern, "*")}'`;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function matching(pattern: string): readonly string[] {
  if (!hasGlob(pattern)) return [];
  const parts = expandRanges(pattern).split(sep === "\\" ? /[/\\]/ : "/");
  const rooted = parts[0] === "";
  const names = walk(rooted ? "/" : "", rooted ? parts.slice(1) : parts);
  return [...new Set(names)].sort();
}

function walk(folder: string, [part, ...rest]: readonly string[]): string[] {
  if (part === "**")
    return [...walk(folder, rest), ...folders(folder).flatMap((one) => walk(one, ["**", ...rest]))];
  if (!hasGlob(part)) {
    const next = join(folder, part);
    return rest.length > 0 ? walk(next, rest) : exists(next) ? [next] : [];
  }
  const named = globSegment(part);
  return entries(folder)
    .filter(({ name }) => named.test(name) && (part.startsWith(".") || !name.startsWith(".")))
    .flatMap(({ name }) => {
      const next = join(folder, name);
      return rest.length > 0 ? walk(next, rest) : exists(next) ? [next] : [];
    });
}

function folders(folder: string): string[] {
  const inside = entries(folder).filter((one) => one.isDirectory() && !one.name.startsWith("."));
  return inside.map(({ name }) => join(folder, name));
}

function entries(folder: string): Dirent[] {
  try {
    return list(folder);
  } catch {
    return []; // not a folder, or not readable: it has no match
  }
}

function list(folder: string): Dirent[] {
  return readdirSync(folder === "" ? "." : folder, { withFileTypes: true });
}
