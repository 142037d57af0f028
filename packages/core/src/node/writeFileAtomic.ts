import { type AtomicFileOptions, openAtomicFile } from "./atomicFile.ts";

/**
 * Content for {@link writeFileAtomic}: text (written as UTF-8), bytes, or chunks of them.
 *
 * @example
 * ```ts
 * import { type FileContent, writeFileAtomic } from "@tensorloom/core/node";
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * function* lines(count: number): Generator<string> {
 *   for (let line = 0; line < count; line++) yield `${line}\n`;
 * }
 *
 * const content: FileContent = lines(1000); // written chunk by chunk
 * const folder = mkdtempSync(join(tmpdir(), "atomic-"));
 * const bytes = await writeFileAtomic(join(folder, "numbers.txt"), content);
 * rmSync(folder, { recursive: true });
 * bytes; // => 3890
 * ```
 */
export type FileContent =
  string | Uint8Array | Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/**
 * Writes a file atomically: it appears whole or not at all.
 *
 * If anything fails, nothing is left of the new file, and an older one stays as it was.
 *
 * @param path - The file's name. Its folder must exist.
 * @param content - Text, bytes, or an iterable of them.
 * @returns How many bytes were written.
 * @throws FileWriteError with the path, the bytes written before, and the system's code; any error that `content` throws.
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
    for await (const chunk of chunks) await file.write(toBytes(chunk));
    await file.commit();
  } finally {
    await file.discard();
  }
  return file.bytes;
}

function toBytes(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
}
