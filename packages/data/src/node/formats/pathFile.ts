import { open } from "node:fs/promises";
import type { ByteFile, OpenBytes } from "../../files/byteFile.ts";
import { type FileInput, toByteFile } from "../../files/fileInput.ts";
import { assertString } from "../../validate.ts";

/**
 * A file: its path, or what the functions of `@tensorloom/data` take, such as bytes.
 *
 * @inline
 */
export type PathInput = string | FileInput;

/** Makes a file of a path or another input. */
export function toPathFile(name: string, input: PathInput, number: string): ByteFile {
  if (typeof input !== "string") return toByteFile(name, input, number);
  return { name: assertString(`${name}: files`, input), open: () => openPath(input) };
}

async function openPath(path: string): Promise<OpenBytes> {
  const handle = await open(path, "r");
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= handle.close());
  try {
    const status = await handle.stat();
    if (!status.isFile() && !status.isDirectory())
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
