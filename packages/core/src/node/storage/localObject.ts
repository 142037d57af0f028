import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { errorCode } from "../../errors/errorCode.ts";
import type { StorageObject } from "../../storage/storage.ts";

/** Describes a file. Its version is made of its number, size and the time of its last change. */
export function localObject(address: string, stats: BigIntStats): StorageObject {
  return {
    address,
    size: Number(stats.size),
    etag: [stats.ino, stats.size, stats.mtimeNs].map((part) => part.toString(16)).join("-"),
    modified: Number(stats.mtimeMs),
  };
}

/** The metadata of a file; undefined for a folder, or if nothing is there. */
export async function statFile(path: string): Promise<BigIntStats | undefined> {
  try {
    const stats = await stat(path, { bigint: true });
    return stats.isFile() ? stats : undefined;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}
