import { storageOf } from "@tensorloom/core";
import {
  checkPlace,
  folderOf,
  joinPlace,
  nameOf,
  readPlace,
  shown,
  statPlace,
} from "@tensorloom/core/internal";
import { WeightsFileError } from "./weightsFileError.ts";

const MANIFESTS = ["model.json", "weights_manifest.json"] as const;

/** A file of weights, with the files beside it. */
export interface WeightsFolder {
  /** The file, for errors: its path, its address, or its name. */
  readonly label: string;
  /** The name of the file. */
  readonly main: string;
  /** Its first bytes. */
  start(length: number): Promise<Uint8Array>;
  /** Reads a file of the folder. */
  read(name: string): Promise<Uint8Array>;
}

/**
 * Opens a path, an address, a Blob, or the files that a user has chosen.
 *
 * @throws WeightsFileError if there is no such file; TypeError if `source` is anything else.
 */
export async function openWeights(source: string | Blob | Iterable<File>): Promise<WeightsFolder> {
  const value: unknown = source;
  if (value instanceof Blob) return openFiles([value]);
  if (typeof value === "object" && value !== null && Symbol.iterator in value)
    return openFiles([...(value as Iterable<unknown>)]);
  if (typeof value !== "string" || value === "")
    throw new TypeError(
      `readWeights: source must be a path, an address, a File or Blob, or Files, got ${shown(value)}`,
    );
  return openPlace(source as string, checkPlace("readWeights: source", value));
}

async function openPlace(source: string, place: string): Promise<WeightsFolder> {
  const found = await statPlace(place);
  if (found === undefined) throw new WeightsFileError(source, "no such file or folder");
  const label = found.kind === "folder" ? await manifestIn(place) : place;
  return {
    label: label === place ? source : label,
    main: nameOf(label),
    start: async (length) => (await storageOf(label)).read(label, { length }),
    read: (name) => readPlace(name === nameOf(label) ? label : joinPlace(folderOf(label), name)),
  };
}

async function manifestIn(folder: string): Promise<string> {
  for (const name of MANIFESTS) {
    const path = joinPlace(folder, name);
    if ((await statPlace(path))?.kind === "file") return path;
  }
  throw new WeightsFileError(folder, `expected ${MANIFESTS.join(" or ")} in the folder, found neither`);
}

function openFiles(values: readonly unknown[]): WeightsFolder {
  const files = new Map<string, Blob>();
  for (const value of values) {
    if (!(value instanceof Blob))
      throw new TypeError(`readWeights: source must be Files, got ${shown(value)}`);
    files.set(value instanceof File ? value.name : "the Blob", value);
  }
  const names = [...files.keys()];
  const main = names.length === 1 ? names[0] : MANIFESTS.find((name) => files.has(name));
  if (main === undefined)
    throw new WeightsFileError(
      `${String(names.length)} files`,
      `expected one file, or ${MANIFESTS.join(" or ")} with its shards, got ${names.slice(0, 5).join(", ") || "none"}`,
    );
  const blobOf = (name: string): Blob => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`${name} is not among the files`);
    return file;
  };
  const readBlob = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());
  return {
    label: main,
    main,
    start: (length) => readBlob(blobOf(main).slice(0, length)),
    read: async (name) => readBlob(blobOf(name)),
  };
}
