import { sequentialReader } from "@tensorloom/core/internal";
import type { RandomAccessReader } from "../bytes/randomAccessReader.ts";
import { indexRecords, type RecordIndex } from "../records/recordIndex.ts";

/** An open object, and its version. */
interface VersionedReader extends RandomAccessReader {
  readonly etag: string | undefined;
}

/**
 * Indexes an object through one stream, because a request for each header costs a round trip each.
 *
 * It reads the whole object, except records that are longer than a few megabytes.
 */
export async function indexObject({ label, size, etag }: VersionedReader): Promise<RecordIndex> {
  const reader = sequentialReader(label, { etag });
  try {
    return await indexRecords({
      label,
      size,
      read: (offset, length) => reader.read(offset, length),
      close: () => reader.close(),
    });
  } finally {
    await reader.close();
  }
}
