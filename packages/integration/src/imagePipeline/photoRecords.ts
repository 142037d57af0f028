import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Random, random } from "@tensorloom/core";
import { encodeJpegSync, resize } from "@tensorloom/image";
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

/** Values from 0 to 1, so many across and down, made larger: the smaller the number, the softer. */
function smoothNoise(dice: Random, across: number, channels: number): Float32Array {
  const data = new Float32Array(across * across * channels).map(() => dice.uniform());
  return resize({ data, height: across, width: across, channels }, { height: SIDE, width: SIDE }).data;
}

/**
 * Soft colours under gray detail, much of it in some places and little in others.
 *
 * 330 KB, as the photographs of the competition have, and as long to decode as photographs of 330 KB (3.5 to 3.9 ms
 * here); plain noise of 330 KB takes 4.1 ms, because it has more and smaller coefficients.
 */
function photo(dice: Random): Uint8Array {
  const colors = smoothNoise(dice.fork(1), 8, 3);
  const amount = smoothNoise(dice.fork(2), 16, 1);
  const [fine, ...coarse] = [SIDE, SIDE / 2, SIDE / 4].map((across) =>
    smoothNoise(dice.fork(across), across, 1),
  );
  const detail = fine.map((x, i) => coarse.reduce((sum, octave) => sum + 4 * (octave[i] - 0.5), x - 0.5));
  const data = Uint8ClampedArray.from(
    colors,
    (level, i) => 60 + 120 * level + 68 * amount[Math.floor(i / 3)] ** 3 * detail[Math.floor(i / 3)],
  );
  return encodeJpegSync(
    { data: new Uint8Array(data.buffer), height: SIDE, width: SIDE, channels: 3 },
    { quality: 93 },
  );
}

/** 512 Examples of a JPEG of 1024x1024 each, with a target; eight different pictures. */
export async function writePhotoRecords(): Promise<PhotoRecords> {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-images-"));
  const dice = random(7);
  const photos = Array.from({ length: 8 }, (_, i) => photo(dice.fork(i)));
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
