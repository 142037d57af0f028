import { errorCode, isObject } from "@tensorloom/core/internal";
import { describeSystemError } from "@tensorloom/core/internal/node";
import type { io } from "@tensorflow/tfjs-core";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ModelFileError } from "./modelFileError.ts";

/** The fields of a `model.json`. */
interface ModelJson extends Pick<io.ModelArtifacts, "userDefinedMetadata"> {
  readonly modelTopology: object;
  readonly weightsManifest: io.WeightsManifestConfig;
}

/** A `model.json` and the weights that it names. */
export interface ModelFile {
  readonly file: string;
  readonly json: ModelJson;
  readonly weights: Buffer;
}

/** How often to retry if weights are missing, and how long to wait. */
const TRIES = 10;
const PAUSE_MS = 20;

/** Returns the path of a `model.json`: the path itself, or the file in a folder. */
export async function resolveManifest(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  const isFile = found === undefined ? path.endsWith(".json") : found.isFile();
  return isFile ? path : join(path, "model.json");
}

/**
 * Reads a model of one save, even while another process replaces it.
 *
 * A save removes the weights of the save before. If they are missing, `model.json` is read again.
 */
export async function readModelFile(file: string): Promise<ModelFile> {
  for (let tries = 0; ; tries++) {
    const text = await read(file);
    const json = parseModelJson(file, text);
    try {
      return { file, json, weights: Buffer.concat(await readShards(file, json)) };
    } catch (error) {
      const isSame = text.equals(await read(file));
      if (!isSame) tries = 0;
      else if (tries >= TRIES || !isMissing(error)) throw error;
      else await wait(PAUSE_MS);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && errorCode(error.cause) === "ENOENT";
}

function readShards(file: string, { weightsManifest }: ModelJson): Promise<Buffer[]> {
  return Promise.all(
    weightsManifest
      .flatMap((group) => group.paths)
      .map(async (name) => {
        if (name !== basename(name))
          throw new ModelFileError(file, `weights must lie beside it, got ${JSON.stringify(name)}`);
        return read(join(dirname(file), name));
      }),
  );
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new ModelFileError(file, `cannot be read: ${describeSystemError(cause)}`, { cause });
  }
}

function parseModelJson(file: string, bytes: Buffer): ModelJson {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new ModelFileError(file, "is not JSON", { cause: error });
  }
  const { modelTopology, weightsManifest, format } = fields(json);
  if (weightsManifest !== undefined && format === "graph-model")
    throw new ModelFileError(file, "is a graph-model, not a layers-model; convert it again from Keras");
  if (Array.isArray(weightsManifest) && !isObject(modelTopology))
    throw new ModelFileError(
      file,
      "has no modelTopology, only weights. Build the network, and load them with " +
        "loadWeights(model, await readWeights(path)) of @tensorloom/efficientnet",
    );
  if (isObject(modelTopology) && Array.isArray(weightsManifest)) return json as ModelJson; // tfjs checks the rest
  throw new ModelFileError(file, "has no modelTopology and weightsManifest, so it is not a layers-model");
}

function fields(json: unknown): Readonly<Partial<Record<string, unknown>>> {
  return isObject(json) ? json : {};
}
