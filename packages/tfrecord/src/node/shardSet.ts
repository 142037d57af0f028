import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Lists the files of a shard set: `NAME-00000-of-00016` or `NAME00-2182.tfrec`.
 *
 * `train100-5.tfrec` is shard 100 of `train` or shard 00 of `train1`. It belongs to `train` if shard 99 of `train` exists.
 *
 * @throws Error if it may belong to either set.
 */
function listSet(folder: string, name: string): readonly string[] {
  const files = readdirSync(folder)
    .filter((file) => file.startsWith(name))
    .sort();
  const ofs = files.filter((file) => /^-\d{5,}-of-\d{5,}$/.test(file.slice(name.length)));
  const numbered = new Map<number, string[]>();
  for (const file of files) {
    const found = /^(\d{2}|[1-9]\d{2,})-\d+\.tfrec$/.exec(file.slice(name.length));
    if (found !== null) numbered.set(Number(found[1]), [...(numbered.get(Number(found[1])) ?? []), file]);
  }
  const counts: string[] = [];
  for (const [number, same] of [...numbered].sort(([a], [b]) => a - b)) {
    if (number >= 100 && !numbered.has(number - 1)) break; // shards of a set whose name ends with a digit
    if (number >= 100 && same.length > 1)
      throw new Error(
        `${folder} has ${same.join(" and ")}: it is ambiguous which one belongs to the set ${JSON.stringify(name)}; choose another folder`,
      );
    counts.push(...same);
  }
  return [...ofs, ...counts];
}

/**
 * Throws unless a name can be the start of file names.
 *
 * @example
 * ```ts
 * import { checkSetName } from "@tensorloom/tfrecord/internal/node";
 *
 * checkSetName("train"); // => undefined
 * ```
 */
export function checkSetName(name: string): void {
  if (name === "" || /[/\\\0]/.test(name))
    throw new Error(
      `the name of a shard set must not be empty or contain a slash, got ${JSON.stringify(name)}`,
    );
}

/**
 * Throws if a folder has shards of that name, because two sets would be read as one.
 *
 * @example
 * ```ts
 * import { throwIfSetExists } from "@tensorloom/tfrecord/internal/node";
 *
 * throwIfSetExists("pictures", "validation"); // => undefined
 * ```
 */
export function throwIfSetExists(folder: string, name: string): void {
  const old = listSet(folder, name);
  if (old.length === 0) return;
  const more = old.length === 1 ? "" : ` and ${String(old.length - 1)} more`;
  throw new Error(
    `${folder} has shards of ${JSON.stringify(name)} already: ${old[0]}${more}; choose another name or folder, or have them replaced`,
  );
}

/**
 * Renames complete temporary files to their final names; with `replace`, removes the older set.
 *
 * It is synchronous, so neither a signal nor other code of this process sees a part of it. If a rename fails, all renames
 * are undone.
 *
 * @example
 * ```ts no-run
 * import { publishShards } from "@tensorloom/tfrecord/internal/node";
 *
 * publishShards("out", "train", [["out/.work/train00-16.tfrec", "out/train00-16.tfrec"]], false);
 * ```
 */
export function publishShards(
  folder: string,
  name: string,
  files: readonly (readonly [from: string, to: string])[],
  replace: boolean,
): void {
  if (!replace) throwIfSetExists(folder, name); // another writer may have finished first
  const token = randomUUID().slice(-12);
  const asides = listSet(folder, name).map(
    (file) => [join(folder, file), join(folder, `.${file}.${token}.partial`)] as const,
  );
  const done: (readonly [from: string, to: string])[] = [];
  const replaced = new Set(asides.map(([path]) => path));
  const other = files.find(([, to]) => !replaced.has(to) && existsSync(to));
  if (other !== undefined)
    throw new Error(
      `${other[1]} exists and belongs to another set: nothing is changed; choose another name or folder`,
    );
  try {
    for (const move of [...asides, ...files]) {
      renameSync(move[0], move[1]);
      done.push(move);
    }
  } catch (error) {
    for (const [from, to] of done.reverse()) renameSync(to, from);
    throw new Error(`cannot write the shards ${join(folder, name)}: nothing is changed`, { cause: error });
  }
  for (const [, aside] of asides) rmSync(aside, { force: true });
}
