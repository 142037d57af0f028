import { io } from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** A folder that holds no model that can be loaded. */
export class ModelFileError extends Error {
  override readonly name: string = "ModelFileError";
  readonly file: string;

  constructor(file: string, what: string, options?: ErrorOptions) {
    super(`loadModel: ${file}: ${what}`, options);
    this.file = file;
  }
}

/** What is read of a `model.json`. */
interface ModelJson extends Pick<io.ModelArtifacts, "modelTopology" | "userDefinedMetadata"> {
  readonly weightsManifest: io.WeightsManifestConfig;
}

/**
 * Loads a layers-model from a folder: one that `saveModel` or `modelCheckpoint` wrote, or stock tfjs or its converter.
 *
 * Layers of other packages must be registered first: importing the package does that.
 *
 * @throws ModelFileError where a file is missing, is not what it should be, or has too few or too many bytes.
 */
export async function loadModel(folder: string): Promise<LayersModel> {
  const file = join(folder, "model.json");
  const json = modelJson(file, await read(file));
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  const parts = await Promise.all(
    json.weightsManifest
      .flatMap((group) => group.paths)
      .map(async (name) => {
        if (name !== basename(name))
          throw new ModelFileError(file, `weights must lie beside it, got ${JSON.stringify(name)}`);
        return read(join(folder, name));
      }),
  );
  const bytes = Buffer.concat(parts);
  checkSize(file, weightSpecs, bytes.length);
  const { modelTopology, userDefinedMetadata } = json;
  return loadLayersModel(
    io.fromMemory({
      ...(modelTopology === undefined ? {} : { modelTopology }),
      ...(userDefinedMetadata === undefined ? {} : { userDefinedMetadata }),
      weightSpecs,
      weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), // a Buffer's is never shared
    }),
  );
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new ModelFileError(file, "cannot be read", { cause: error });
  }
}

function modelJson(file: string, bytes: Buffer): ModelJson {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new ModelFileError(file, "is not JSON", { cause: error });
  }
  if (typeof json === "object" && json !== null && "modelTopology" in json && "weightsManifest" in json) {
    return json as ModelJson; // what it holds further, tfjs checks
  }
  throw new ModelFileError(file, "has no modelTopology and weightsManifest, so it is no layers-model");
}

const BYTES: ReadonlyMap<string, number> = new Map([
  ["float32", 4],
  ["int32", 4],
  ["bool", 1],
]);

function checkSize(file: string, specs: readonly io.WeightsManifestEntry[], got: number): void {
  let expected = 0;
  for (const { shape, dtype, quantization } of specs) {
    const width = BYTES.get(dtype);
    if (quantization !== undefined || width === undefined) return; // tfjs's converter made it smaller: tfjs knows how
    expected += width * shape.reduce((product, length) => product * length, 1);
  }
  if (got === expected) return;
  throw new ModelFileError(file, `its weights must have ${String(expected)} bytes, got ${String(got)}`);
}
