import { errorMessage } from "@tensorloom/core/internal";
import type { ByteFile, OpenBytes } from "./byteFile.ts";
import { FileFormatError } from "./fileFormatError.ts";
import { openStream } from "./openStream.ts";

/** How many compressed bytes are read together. */
const CHUNK_BYTES = 2 ** 17;

/** Opens a file; one that is compressed with gzip is decompressed while it is read. */
export async function openPlain(file: ByteFile): Promise<OpenBytes> {
  const bytes = await file.open();
  try {
    const [first, second] = await bytes.read(0, 2);
    return first === 0x1f && second === 0x8b ? gunzip(file.name, bytes) : bytes;
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

function gunzip(name: string, compressed: OpenBytes): OpenBytes {
  let at = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const chunk = await compressed.read(at, CHUNK_BYTES);
      at += chunk.length;
      if (chunk.length === 0) controller.close();
      else controller.enqueue(new Uint8Array(chunk)); // a copy: the stream may transfer it
    },
  });
  const plain = openStream(name, stream.pipeThrough(new DecompressionStream("gzip")));
  return {
    size: undefined,
    async read(from, length) {
      try {
        return await plain.read(from, length);
      } catch (error) {
        throw new FileFormatError(name, {}, `the gzip data is damaged: ${errorMessage(error)}`);
      }
    },
    async close() {
      await plain.close().catch(() => undefined); // a damaged stream has ended already
      await compressed.close();
    },
  };
}
