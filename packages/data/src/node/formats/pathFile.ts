import { checkPlace, isAddress } from "@tensorloom/core/internal/node";
import { type FileHandle, open } from "node:fs/promises";
import type { ByteFile, OpenBytes } from "../../files/byteFile.ts";
import { type FileInput, toByteFile } from "../../files/fileInput.ts";
import { openAddress } from "../../files/openAddress.ts";
import { pathError } from "../pathError.ts";

/**
 * A file: its path or address, or what the functions of `@tensorloom/data` take, such as bytes.
 *
 * @inline
 */
export type PathInput = FileInput;

/** Makes a file of a path or another input. */
export function toPathFile(name: string, input: PathInput, number: string): ByteFile {
  if (typeof input !== "string") return toByteFile(name, input, number);
  const place = checkPlace(`${name}: files`, input);
  return { name: place, open: () => (isAddress(place) ? openAddress(place) : openPath(name, place)) };
}

async function openPath(caller: string, path: string): Promise<OpenBytes> {
  const handle = await openHandle(caller, path);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= handle.close());
  try {
    const status = await handle.stat();
    if (status.isDirectory())
      throw pathError(caller, "a file", path, Object.assign(new Error("is a folder"), { code: "EISDIR" }));
    if (!status.isFile())
      throw new TypeError(`${path} is not a regular file; pass a function that opens it as a stream`);
    const { size } = status;
    return {
      size,
      async read(at, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - at)));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, at + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openHandle(caller: string, path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw pathError(caller, "a file", path, error);
  }
}
