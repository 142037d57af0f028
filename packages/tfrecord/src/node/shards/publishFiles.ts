import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { namesOfSet, throwIfAny } from "./setNames.ts";

/**
 * Renames complete temporary files to their final names; with `replace`, removes the older set.
 *
 * It is synchronous, so neither a signal nor other code of this process sees a part of it. If a rename fails, all renames
 * are undone.
 *
 * @param files - The paths of the complete files, and their final names.
 */
export function publishFiles(
  folder: string,
  name: string,
  files: readonly (readonly [from: string, to: string])[],
  replace: boolean,
): void {
  const old = namesOfSet(folder, readdirSync(folder), name);
  if (!replace) throwIfAny(folder, name, old); // another writer may have finished first
  const token = randomUUID().slice(-12);
  const asides = old.map((file) => [join(folder, file), join(folder, `.${file}.${token}.partial`)] as const);
  const moves = files.map(([from, to]) => [from, join(folder, to)] as const);
  const done: (readonly [from: string, to: string])[] = [];
  const replaced = new Set(asides.map(([path]) => path));
  const other = moves.find(([, to]) => !replaced.has(to) && existsSync(to));
  if (other !== undefined)
    throw new Error(
      `${other[1]} exists and belongs to another set: nothing is changed; choose another name or folder`,
    );
  try {
    for (const move of [...asides, ...moves]) {
      renameSync(move[0], move[1]);
      done.push(move);
    }
  } catch (error) {
    for (const [from, to] of done.reverse()) renameSync(to, from);
    throw new Error(`cannot write the shards ${join(folder, name)}: nothing is changed`, { cause: error });
  }
  for (const [, aside] of asides) rmSync(aside, { force: true });
}
