import { type Dataset, fromIndexed } from "@tensorloom/data";
import type { RecordFile } from "@tensorloom/tfrecord";

/** Up to `count` records of some files, evenly spaced over all of them. */
export function spreadRecords(files: readonly RecordFile[], count: number): Dataset<Uint8Array> {
  const places = files.flatMap((file) =>
    Array.from({ length: file.length }, (_, record) => ({ file, record })),
  );
  const length = Math.min(count, places.length);
  return fromIndexed({
    length,
    at(index) {
      const { file, record } = places[Math.floor((index * places.length) / length)];
      return file.at(record);
    },
  });
}
