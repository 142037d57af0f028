import { writeFileAtomic } from "@tensorloom/core/node";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

/** A file of weights that `saveModel` wrote, or what a crash left of one. */
const OWN_FILE = /^(weights\.[0-9a-f]{16}\.bin|model\.json\.part-\d+|\.(weights|model)\..+\.partial)$/;

/** Weights that no `model.json` names may be those of a save that is not finished; after this they are not. */
const STALE_MS = 30_000;

/** What this process has saved, by folder: a save that another one replaces unseen is removed by the next. */
const savedByFolder = new Map<string, Set<string>>();

/** The files of weights that a `model.json` names; none if there is no such file. */
export async function readWeightsNames(manifest: string): Promise<readonly string[]> {
  try {
    const json = JSON.parse(await readFile(manifest, "utf8")) as {
      readonly weightsManifest?: readonly { readonly paths?: readonly unknown[] }[];
    }; // or anything else: what it lacks is found below
    return (json.weightsManifest ?? []).flatMap(({ paths = [] }) => paths).map(String);
  } catch {
    return [];
  }
}

/**
 * Removes the weights of the model that has just been replaced, and what unfinished saves left long ago.
 *
 * Only files that `saveModel` wrote. Each save has weights of its own, so no other save can need them again.
 */
export async function removeStaleWeights(
  folder: string,
  before: readonly string[],
  own: string,
): Promise<void> {
  const ours = savedByFolder.get(resolve(folder)) ?? new Set();
  savedByFolder.set(resolve(folder), ours);
  for (const file of [own, ...before]) ours.add(file);
  const written = (await modifiedTime(join(folder, own))) ?? 0;
  const current = new Set([own, ...(await readWeightsNames(join(folder, "model.json")))]);
  for (const file of await readdir(folder)) {
    if (!OWN_FILE.test(file) || current.has(file)) continue;
    const path = join(folder, file);
    const age = written - ((await modifiedTime(path)) ?? Infinity);
    if (!ours.has(file) && age <= STALE_MS) continue;
    await rm(path, { force: true }).catch(() => undefined); // in use on Windows: a later save removes it
    ours.delete(file);
  }
}

/** Writes weights again if a save that took this one for dead has removed them. */
export async function ensureWeights(folder: string, own: string, bytes: Uint8Array): Promise<void> {
  const named = await readWeightsNames(join(folder, "model.json"));
  if (named.includes(own) && (await modifiedTime(join(folder, own))) === undefined)
    await writeFileAtomic(join(folder, own), bytes);
}

/** When a file was written, in milliseconds; undefined if it does not exist. */
async function modifiedTime(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
