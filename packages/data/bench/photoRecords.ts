import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Random, random } from "@tensorloom/core";
import { resize } from "@tensorloom/image";
import { encodeJpeg } from "@tensorloom/image/node";
import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
import { writeRecordFile } from "@tensorloom/tfrecord/node";

const FILES = 4;
const PER_FILE = 128;
const SIDE = 1024;

/** TFRecord files of photographs, in a folder that the caller removes. */
export interface PhotoRecords {
  readonly folder: string;
  readonly files: readonly string[];
  readonly count: number;
  /** Bytes of a JPEG, on average. */
  readonly bytes: number;
}

/** Soft blobs under fine noise: at this quality about as many bytes as a photograph of skin, 330 KB. */
async function photo(dice: Random): Promise<Uint8Array> {
  const coarse = new Uint8Array(32 * 32 * 3).map(() => 60 + dice.integer(150));
  const blobs = resize({ data: coarse, height: 32, width: 32, channels: 3 }, { height: SIDE, width: SIDE });
  const noisy = Uint8Array.from(blobs.data, (level) => level + dice.integer(24) - 12);
  return encodeJpeg({ data: noisy, height: SIDE, width: SIDE, channels: 3 }, { quality: 92 });
}

/** 512 Examples of a JPEG of 1024x1024 each, with a target; eight different pictures. */
export async function writePhotoRecords(): Promise<PhotoRecords> {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-images-"));
  const dice = random(7);
  const photos = await Promise.all(Array.from({ length: 8 }, (_, i) => photo(dice.fork(i))));
  const files = Array.from({ length: FILES }, (_, i) =>
    join(folder, `train${String(i)}-${String(PER_FILE)}.tfrec`),
  );
  const examples = Array.from({ length: PER_FILE }, (_, i) =>
    encodeExample({ image: bytes([photos[i % photos.length]]), target: int64([BigInt(i % 2)]) }),
  );
  for (const file of files) await writeRecordFile(file, examples);
  const total = photos.reduce((sum, { length }) => sum + length, 0);
  return { folder, files, count: FILES * PER_FILE, bytes: total / photos.length };
}
