import { checkOptions, type OptionKinds } from "../check/checkOptions.ts";
import { storageOf } from "./storageOf.ts";

/** @inline */
interface WriteObjectOptions {
  /** Ends the operation with the signal's reason; default: none. */
  readonly signal?: AbortSignal | undefined;
  /** Whether an object of that address may be replaced; default true. */
  readonly replace?: boolean | undefined;
}

const KNOWN: OptionKinds<WriteObjectOptions> = { signal: "object", replace: "boolean" };

/**
 * Writes an object atomically: it appears whole or not at all.
 *
 * @param address - An address or a path.
 * @param content - Text (as UTF-8), bytes, or an iterable of them.
 * @returns How many bytes were written.
 * @throws StorageError if it cannot be written; any error that `content` throws.
 * @example
 * ```ts no-run
 * import { writeObject } from "@tensorloom/core/internal";
 *
 * await writeObject("s3://results/labels.json", '["cat"]');
 * ```
 */
export async function writeObject(
  address: string,
  content: string | Uint8Array | Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
  options: WriteObjectOptions = {},
): Promise<number> {
  checkOptions("writeObject", options, KNOWN);
  const storage = await storageOf(address);
  const object = await storage.write(address, options);
  try {
    const encoder = new TextEncoder();
    const chunks = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
    for await (const chunk of chunks)
      await object.write(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
    await object.commit();
  } finally {
    await object.discard();
  }
  return object.bytes;
}
