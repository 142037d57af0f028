import { StorageError } from "../storage/storageError.ts";

/** An address of the origin private file system as the names of its folders and its file. */
export interface OpfsPath {
  readonly folders: readonly string[];
  readonly name: string;
}

/** The start of an address, which addresses in a listing repeat: `opfs:`, `opfs:/` or `opfs://`. */
export function rootOf(address: string): string {
  return /^opfs:\/*/i.exec(address)?.[0] ?? "opfs:";
}

/**
 * Splits an address at its slashes.
 *
 * @throws StorageError if a name is empty, `.` or `..`.
 */
export function opfsPath(address: string): OpfsPath {
  const names = address.slice(rootOf(address).length).split("/");
  if (names.some((name) => name === "" || name === "." || name === ".."))
    throw new StorageError(address, "refused", "expected an address such as opfs:runs/first/model.json");
  return { folders: names.slice(0, -1), name: names[names.length - 1] };
}
