import { random } from "@tensorloom/core";
import { encodeJpegSync } from "@tensorloom/image";
import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { join } from "node:path";

/** Makes the files that the documentation's examples read: dark (0) and bright (1) noise as JPEGs of 32x32 pixels. */
export async function makeExampleFiles(folder: string): Promise<void> {
  await writeRecordFile(join(folder, "train00-16.tfrec"), pictures(0, 16));
  await writeRecordFile(join(folder, "test00-8.tfrec"), pictures(16, 8));
}

function* pictures(first: number, count: number): Generator<Uint8Array> {
  const side = 32;
  for (let index = first; index < first + count; index++) {
    const [draw, target] = [random(index), index % 2];
    const data = Uint8Array.from({ length: side * side * 3 }, () => 100 * target + draw.integer(100));
    yield encodeExample({
      image: bytes([encodeJpegSync({ data, height: side, width: side, channels: 3 })]),
      image_name: bytes([new TextEncoder().encode(`IMAGE_${String(index)}`)]),
      target: int64([target]),
    });
  }
}
