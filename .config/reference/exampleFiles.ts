import { random } from "@tensorloom/core";
import { encodeJpegSync } from "@tensorloom/image";
import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes the files that the documentation's examples read: dark (0) and bright (1) noise as JPEGs of 32x32 pixels.
 *
 * `pictures` has them as files of two classes, `pictures/cat/anna_0.jpg`.
 */
export async function makeExampleFiles(folder: string): Promise<void> {
  await writeRecordFile(join(folder, "train00-16.tfrec"), pictures(0, 16));
  await writeRecordFile(join(folder, "test00-8.tfrec"), pictures(16, 8));
  const owners = ["anna", "ben", "cleo", "dan", "eva"];
  for (const label of ["cat", "dog"]) mkdirSync(join(folder, "pictures", label), { recursive: true });
  for (let index = 0; index < 40; index++)
    writeFileSync(
      join(folder, "pictures", index % 2 === 0 ? "cat" : "dog", `${owners[index % 5]}_${String(index)}.jpg`),
      picture(index),
    );
}

function* pictures(first: number, count: number): Generator<Uint8Array> {
  for (let index = first; index < first + count; index++)
    yield encodeExample({
      image: bytes([picture(index)]),
      image_name: bytes([new TextEncoder().encode(`IMAGE_${String(index)}`)]),
      target: int64([index % 2]),
    });
}

/** A JPEG: dark if the index is even, bright if it is odd. */
function picture(index: number): Uint8Array {
  const [side, draw] = [32, random(index)];
  const data = Uint8Array.from({ length: side * side * 3 }, () => 100 * (index % 2) + draw.integer(100));
  return encodeJpegSync({ data, height: side, width: side, channels: 3 });
}
