import {
  joinPlace,
  listPlace,
  readPlace,
  removePlace,
  resolvePlace,
  statPlace,
  writePlace,
} from "@tensorloom/core/internal";

/** Matches a weights file that `saveModel` wrote, or a temporary file that a crash left. */
const OWN_FILE = /^(weights\.[0-9a-f]{16}\.bin|model\.json\.part-\d+|\.(weights|model)\..+\.partial)$/;

/** Weights that no `model.json` names may belong to an unfinished save, until they are this old. */
const STALE_MS = 30_000;

/** The weights files that this process has saved, by folder, so that the next save can remove one that was replaced. */
const savedByFolder = new Map<string, Set<string>>();

/** Reads the names of the weights files in a `model.json`; empty if there is no such file. */
export async function readWeightsNames(manifest: string): Promise<readonly string[]> {
  try {
    const json = JSON.parse(new TextDecoder().decode(await readPlace(manifest))) as {
      readonly weightsManifest?: readonly { readonly paths?: readonly unknown[] }[];
    }; // or any other JSON, so each field is optional
    return (json.weightsManifest ?? []).flatMap(({ paths = [] }) => paths).map(String);
  } catch {
    return [];
  }
}

/**
 * Removes the weights of the model that has just been replaced, and old files of unfinished saves.
 *
 * Only files that `saveModel` wrote are removed. Each save writes a new weights file, so no other save needs them.
 */
export async function removeStaleWeights(
  folder: string,
  before: readonly string[],
  own: string,
): Promise<void> {
  const key = resolvePlace(folder);
  const ours = savedByFolder.get(key) ?? new Set();
  savedByFolder.set(key, ours);
  for (const file of [own, ...before]) ours.add(file);
  const written = (await statPlace(joinPlace(folder, own)))?.modified ?? 0;
  const current = new Set([own, ...(await readWeightsNames(joinPlace(folder, "model.json")))]);
  for (const { name: file, modified } of await listPlace(folder)) {
    if (!OWN_FILE.test(file) || current.has(file)) continue;
    const age = written - (modified ?? Infinity);
    if (!ours.has(file) && age <= STALE_MS) continue;
    await removePlace(joinPlace(folder, file)).catch(() => undefined); // in use on Windows: a later save removes it
    ours.delete(file);
  }
}

/** Writes the weights again if another save has removed them because it considered this one dead. */
export async function ensureWeights(folder: string, own: string, bytes: Uint8Array): Promise<void> {
  const named = await readWeightsNames(joinPlace(folder, "model.json"));
  const path = joinPlace(folder, own);
  if (named.includes(own) && (await statPlace(path)) === undefined) await writePlace(path, bytes);
}
