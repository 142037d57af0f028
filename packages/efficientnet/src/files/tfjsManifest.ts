import { isObject } from "@tensorloom/core/internal";
import type { Placed } from "@tensorloom/keras/internal";
import type { NamedWeights } from "../weights/namedWeights.ts";
import { checkFinite, namedOnce } from "./checkWeights.ts";
import { storedBytes, decodeWeight, isFloat, type WeightSpec } from "./tfjsWeight.ts";
import { WeightsFileError } from "./weightsFileError.ts";
import type { WeightsFolder } from "./weightsFolder.ts";

interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly WeightSpec[];
}

/**
 * Reads the weights of a tfjs `model.json` or `weights_manifest.json`.
 *
 * The shards are read from the same folder; a topology is ignored.
 *
 * @see tfjs-core/src/io/types.ts, WeightsManifestConfig
 */
export async function readTfjsManifest(folder: WeightsFolder): Promise<NamedWeights> {
  const path = folder.label;
  const found: Placed[] = [];
  for (const group of parseManifest(path, await folder.read(folder.main))) {
    const shards = await Promise.all(group.paths.map((shard) => readShard(folder, shard)));
    const bytes = joinBytes(shards);
    const expected = group.weights.reduce((sum, spec) => sum + storedBytes(path, spec), 0);
    if (bytes.length !== expected)
      throw new WeightsFileError(
        path,
        `${group.paths.join(", ")}: expected ${String(expected)} bytes, got ${String(bytes.length)}`,
      );
    let start = 0;
    for (const spec of group.weights) {
      const end = start + storedBytes(path, spec);
      if (isFloat(spec))
        found.push([
          spec.name.replace(/:\d+$/, "").split("/"),
          checkFinite(path, spec.name, decodeWeight(spec, bytes.subarray(start, end))),
        ]);
      start = end;
    }
  }
  if (found.length === 0) throw new WeightsFileError(path, "holds no weights");
  return namedOnce(path, found);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Parses a `model.json` or a `weights_manifest.json`, whose shards must lie in its folder.
 *
 * @throws WeightsFileError if it is not one.
 */
export function parseManifest(path: string, bytes: Uint8Array): readonly Group[] {
  const json = parseJson(path, new TextDecoder().decode(bytes));
  const manifest: unknown = isObject(json) && "weightsManifest" in json ? json["weightsManifest"] : json;
  if (!Array.isArray(manifest)) throw new WeightsFileError(path, "holds no weightsManifest");
  for (const group of manifest as readonly Partial<Group>[]) {
    if (!Array.isArray(group.paths) || !Array.isArray(group.weights))
      throw new WeightsFileError(path, "a group of the weightsManifest lacks paths or weights");
    for (const shard of group.paths)
      if (typeof shard !== "string" || !/^[^/\\]+$/.test(shard))
        throw new WeightsFileError(path, `names a shard outside its folder: ${String(shard)}`);
  }
  return manifest as readonly Group[]; // checked above; each weight is checked when it is read
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WeightsFileError(path, "is not JSON", { cause });
  }
}

async function readShard(folder: WeightsFolder, shard: string): Promise<Uint8Array> {
  try {
    return await folder.read(shard);
  } catch (cause) {
    throw new WeightsFileError(folder.label, `cannot read its shard ${shard}`, { cause });
  }
}
