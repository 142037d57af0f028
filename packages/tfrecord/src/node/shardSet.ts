import { randomBytes } from "node:crypto";
import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The files of a set of shards: `NAME-00000-of-00016` or `NAME00-2182.tfrec`. */
function setIn(folder: string, name: string): readonly string[] {
  const shard = /^(-\d{5,}-of-\d{5,}|\d{2,}-\d+\.tfrec)$/;
  return readdirSync(folder).filter((file) => file.startsWith(name) && shard.test(file.slice(name.length)));
}

/** Throws if a folder has shards of that name: two sets side by side would be read as one. */
export function refuseSet(folder: string, name: string): void {
  const old = setIn(folder, name);
  if (old.length === 0) return;
  const more = old.length === 1 ? "" : ` and ${String(old.length - 1)} more`;
  throw new Error(
    `${folder} has shards of ${JSON.stringify(name)} already: ${old[0]}${more}; choose another name or folder, or have them replaced`,
  );
}

/**
 * Gives complete files their names, in place of an older set if `replace` says so.
 *
 * Nothing is awaited: neither a signal nor other code of this process sees half of it. If a file cannot be renamed, all
 * is put back.
 */
export function nameShards(
  folder: string,
  name: string,
  files: readonly (readonly [from: string, to: string])[],
  replace: boolean,
): void {
  if (!replace) refuseSet(folder, name); // another writer may have been quicker
  const token = randomBytes(6).toString("hex");
  const asides = setIn(folder, name).map(
    (file) => [join(folder, file), join(folder, `.${file}.${token}.partial`)] as const,
  );
  const done: (readonly [from: string, to: string])[] = [];
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
