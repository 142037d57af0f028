/**
 * Finds the names of a shard set among those of a folder: `NAME-00000-of-00016` or `NAME00-2182.tfrec`.
 *
 * `train100-5.tfrec` is shard 100 of `train` or shard 00 of `train1`. It belongs to `train` if shard 99 of `train` exists.
 *
 * @throws Error if it may belong to either set.
 */
export function namesOfSet(folder: string, names: readonly string[], name: string): readonly string[] {
  const files = names.filter((file) => file.startsWith(name)).sort();
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

/** Throws if a set has files already, because two sets would be read as one. */
export function throwIfAny(folder: string, name: string, old: readonly string[]): void {
  if (old.length === 0) return;
  const more = old.length === 1 ? "" : ` and ${String(old.length - 1)} more`;
  throw new Error(
    `${folder} has shards of ${JSON.stringify(name)} already: ${old[0]}${more}; choose another name or folder, or have them replaced`,
  );
}
