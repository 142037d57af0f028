import type * as Library from "h5wasm";
import type { Dataset, File, Group } from "h5wasm";
import { FileProblem } from "../errors/fileProblem.ts";
import { KerasModelError } from "../errors/kerasModelError.ts";
import { checkHeaps } from "./checkHeaps.ts";

/** The HDF5 library: h5wasm, 4 MB of WebAssembly. */
type Hdf5 = typeof Library;

/** The library's memory and its own file system, which holds one file at a time. */
export interface Memory {
  readonly HEAPU8: Uint8Array;
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array): void;
    readFile(path: string): Uint8Array;
    unlink(path: string): void;
  };
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  get_dataset_data(file: bigint, path: string, count: null, offset: null, strides: null, to: bigint): void;
  activate_throwing_error_handler(): void;
  deactivate_throwing_error_handler(): void;
}

const FILE = "/tensorloom.h5";

/**
 * Opens the bytes of an HDF5 file, and closes it after `use`.
 *
 * The library sees these bytes and no file of the machine.
 *
 * @throws FileProblem if the bytes are no HDF5 file, or are damaged.
 */
export async function readHdf5<T>(bytes: Uint8Array, use: (root: Group, memory: Memory) => T): Promise<T> {
  checkHeaps(bytes);
  return withLibrary(({ File }, memory) => {
    memory.FS.writeFile(FILE, bytes);
    try {
      return closing(new File(FILE, "r"), (file) => use(file, memory));
    } catch (cause) {
      if (cause instanceof FileProblem || cause instanceof KerasModelError) throw cause;
      throw new FileProblem("cannot be read as HDF5; it may be cut off or damaged", { cause });
    } finally {
      memory.FS.unlink(FILE);
    }
  });
}

/** Writes an HDF5 file, and returns its bytes. */
export async function writeHdf5(write: (root: Group) => void): Promise<Uint8Array> {
  return withLibrary(({ File }, memory) => {
    try {
      closing(new File(FILE, "w"), write);
      return memory.FS.readFile(FILE);
    } finally {
      memory.FS.unlink(FILE);
    }
  });
}

async function withLibrary<T>(use: (hdf5: Hdf5, memory: Memory) => T): Promise<T> {
  const hdf5 = await import("h5wasm");
  const memory = (await hdf5.ready) as unknown as Memory; // its types omit these members
  memory.activate_throwing_error_handler(); // otherwise it prints errors and continues
  try {
    return use(hdf5, memory);
  } finally {
    memory.deactivate_throwing_error_handler();
  }
}

function closing<T>(file: File, use: (file: File) => T): T {
  try {
    return use(file);
  } finally {
    file.close();
  }
}

/** Returns a group inside another one; undefined if it is missing. */
export function groupIn(parent: Group, name: string): Group | undefined {
  const found = memberOf(parent, name);
  return found !== null && "keys" in found ? found : undefined;
}

/** Returns a dataset inside a group; undefined if it is missing. */
export function datasetIn(parent: Group, name: string): Dataset | undefined {
  const found = memberOf(parent, name);
  return found !== null && "dtype" in found && "shape" in found ? found : undefined;
}

function memberOf(parent: Group, name: string): ReturnType<Group["get"]> {
  let at: ReturnType<Group["get"]> = parent;
  for (const part of name.split("/")) {
    if (at === null || !("keys" in at) || !at.keys().includes(part)) return null;
    at = at.get(part);
  }
  return at;
}

/** Returns the group at a path inside another one, and creates what is missing of it. */
export function createGroups(parent: Group, path: string): Group {
  const names = path.split("/").filter((name) => name !== "");
  return names.reduce((group, name) => groupIn(group, name) ?? group.create_group(name), parent);
}
