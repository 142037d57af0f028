import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorMessage, isObject } from "@tensorloom/core/internal";
import { type Placed, uniqueNames } from "@tensorloom/keras/internal";
import type { NamedWeights, Weight } from "../../weights/namedWeights.ts";
import { storedBytes, decodeWeight, isFloat, type WeightSpec } from "./tfjsWeight.ts";
import { WeightsFileError } from "../format/weightsFileError.ts";

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
export async function readTfjsManifest(path: string): Promise<NamedWeights> {
  const found: Placed[] = [];
  for (const group of readGroups(path, await readFile(path, "utf8"))) {
    const shards = await Promise.all(group.paths.map((shard) => readShard(path, shard)));
    const bytes = Buffer.concat(shards);
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

function namedOnce(path: string, found: readonly Placed[]): NamedWeights {
  try {
    return uniqueNames(found);
  } catch (cause) {
    throw new WeightsFileError(path, errorMessage(cause), { cause });
  }
}

function checkFinite(path: string, name: string, weight: Weight): Weight {
  const at = weight.data.findIndex((number) => !Number.isFinite(number));
  if (at < 0) return weight;
  const got = `${String(weight.data[at])} at ${String(at)}`;
  throw new WeightsFileError(path, `${name} must hold finite numbers, got ${got}`);
}

function readGroups(path: string, text: string): readonly Group[] {
  const json = parseJson(path, text);
  const manifest: unknown = isObject(json) && "weightsManifest" in json ? json["weightsManifest"] : json;
  if (!Array.isArray(manifest)) throw new WeightsFileError(path, "holds no weightsManifest");
  for (const group of manifest as readonly Partial<Group>[])
    if (!Array.isArray(group.paths) || !Array.isArray(group.weights))
      throw new WeightsFileError(path, "a group of the weightsManifest lacks paths or weights");
  return manifest as readonly Group[]; // checked above; each weight is checked when it is read
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WeightsFileError(path, "is not JSON", { cause });
  }
}

async function readShard(path: string, shard: string): Promise<Buffer> {
  if (!/^[^/\\]+$/.test(shard))
    throw new WeightsFileError(path, `names a shard outside its folder: ${shard}`);
  try {
    return await readFile(join(dirname(path), shard));
  } catch (cause) {
    throw new WeightsFileError(path, `cannot read its shard ${shard}`, {
      cause,
    });
  }
}
