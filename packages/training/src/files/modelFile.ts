import {
  describeSystemError,
  folderOf,
  isAddress,
  isMissing,
  isObject,
  joinPlace,
  nameOf,
  readPlace,
  statPlace,
} from "@tensorloom/core/internal";
import type { io } from "@tensorflow/tfjs-core";
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
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** How often to retry if weights are missing, and how long to wait. */
const TRIES = 10;
const PAUSE_MS = 20;

/** Returns the path or address of a `model.json`: the path itself, or the file in a folder. */
export async function resolveManifest(path: string): Promise<string> {
  const isNamed = nameOf(path).endsWith(".json");
  if (isAddress(path)) return isNamed ? path : joinPlace(path, "model.json");
  const found = await statPlace(path);
  const isFile = found === undefined ? isNamed : found.kind === "file";
  return isFile ? path : joinPlace(path, "model.json");
}

/**
 * Reads a model of one save, even while another process replaces it.
 *
 * A save removes the weights of the save before. If they are missing, `model.json` is read again.
 */
export async function readModelFile(file: string): Promise<ModelFile> {
  for (let tries = 0; ; tries++) {
    const text = decode(await read(file));
    const json = parseModelJson(file, text);
    try {
      return { file, json, weights: joinBytes(await readShards(file, json)) };
    } catch (error) {
      const isSame = text === decode(await read(file));
      if (!isSame) tries = 0;
      else if (tries >= TRIES || !isMissingFile(error)) throw error;
      else await wait(PAUSE_MS);
    }
  }
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && isMissing(error.cause);
}

function readShards(file: string, { weightsManifest }: ModelJson): Promise<Uint8Array[]> {
  return Promise.all(
    weightsManifest
      .flatMap((group) => group.paths)
      .map(async (name) => {
        if (/[/\\]/.test(name))
          throw new ModelFileError(file, `weights must lie beside it, got ${JSON.stringify(name)}`);
        return read(joinPlace(folderOf(file), name));
      }),
  );
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readPlace(file);
  } catch (cause) {
    throw new ModelFileError(file, `cannot be read: ${describeSystemError(cause)}`, { cause });
  }
}

function parseModelJson(file: string, text: string): ModelJson {
  let json: unknown;
  try {
    json = JSON.parse(text);
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

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function fields(json: unknown): Readonly<Partial<Record<string, unknown>>> {
  return isObject(json) ? json : {};
}
