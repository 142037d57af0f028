import { type AtomicFileOptions, openAtomicFile } from "./atomicFile.ts";

/** What {@link writeFileAtomic} writes: a text in UTF-8, bytes, or bytes in pieces. */
export type FileContent =
  string | Uint8Array | Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/**
 * Writes a file that appears under its name whole or not at all.
 *
 * If anything fails, nothing is left of the new file, and an older one stays as it was.
 *
 * @param path - The file's name. Its folder must exist.
 * @param content - Text, bytes, or an iterable of them.
 * @returns How many bytes were written.
 * @throws FileWriteError with the path, the bytes written before, and the system's code; what `content` throws.
 * @example
 * ```ts
 * import { mkdtempSync, readFileSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { writeFileAtomic } from "@tensorloom/core/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "atomic-"));
 * await writeFileAtomic(join(folder, "labels.json"), '["cat"]');
 * const text = readFileSync(join(folder, "labels.json"), "utf8");
 * rmSync(folder, { recursive: true });
 * text; // => '["cat"]'
 * ```
 */
export async function writeFileAtomic(
  path: string,
  content: FileContent,
  options: AtomicFileOptions = {},
): Promise<number> {
  const file = await openAtomicFile(path, options);
  try {
    const chunks = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
    for await (const chunk of chunks) await file.write(bytesOf(chunk));
    await file.commit();
  } finally {
    await file.discard();
  }
  return file.bytes;
}

function bytesOf(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
}
