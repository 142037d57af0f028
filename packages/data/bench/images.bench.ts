import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type Random, random } from "@tensorloom/core";
import { range, stackInRing } from "@tensorloom/data";
import { mapInWorkers } from "@tensorloom/data/node";
import { type Image, randomFlipLeftRight, resize } from "@tensorloom/image";
import { decodeJpeg, encodeJpeg, jpegDecoder } from "@tensorloom/image/node";
import { bytes, encodeExample, fixedLength, int64, parseExample } from "@tensorloom/tfrecord";
import { readRecordFile, writeRecordFile } from "@tensorloom/tfrecord/node";
import { median, print, tfData } from "./measure.ts";

/** TFRecords of JPEGs 1024x1024 of about 330 KB → parse → decode → random flip → batch 16 → prefetch. */
const FILES = 4;
const PER_FILE = 128;
const COUNT = FILES * PER_FILE;
const SIZE = 1024;

/** Soft blobs under fine noise: at this quality about as many bytes as a photograph of skin. */
async function photo(dice: Random): Promise<Uint8Array> {
  const coarse = new Uint8Array(32 * 32 * 3).map(() => 60 + dice.integer(150));
  const blobs = resize({ data: coarse, height: 32, width: 32, channels: 3 }, { height: SIZE, width: SIZE });
  const noisy = Uint8Array.from(blobs.data, (level) => level + dice.integer(17) - 8);
  return encodeJpeg({ data: noisy, height: SIZE, width: SIZE, channels: 3 }, { quality: 92 });
}

const folder = mkdtempSync(join(tmpdir(), "tensorloom-images-"));
const dice = random(7);
const photos = await Promise.all(Array.from({ length: 8 }, (_, i) => photo(dice.fork(i))));
const file = (i: number): string => join(folder, `train${String(i)}-${String(PER_FILE)}.tfrec`);
for (let i = 0; i < FILES; i++)
  await writeRecordFile(
    file(i),
    Array.from({ length: PER_FILE }, (_, k) =>
      encodeExample({ image: bytes([photos[k % photos.length]]), target: int64([BigInt(k % 2)]) }),
    ),
  );

const spec = { image: fixedLength("bytes"), target: fixedLength("int64", { as: "number" }) };
const flip = randomFlipLeftRight();
const examples = range(FILES)
  .interleave((i) => readRecordFile(file(i)), { cycle: 2 })
  .map((record) => parseExample(record, spec));

const native = (await jpegDecoder()).name;
const decoded = examples.map(async ({ image, target }) => ({ image: await decodeJpeg(image), target }), {
  concurrency: 8,
});

const PIPELINES = {
  [native]: decoded
    .map(({ image, target }, { random: draws }) => ({ image: flip(image, draws), target }), { seed: 3 })
    .batch(16, { collate: stackInRing(4) })
    .prefetch(2),
  [`${native}, without the flip`]: decoded.batch(16, { collate: stackInRing(4) }).prefetch(2),
  "jpeg-js in workers": examples
    .map(({ image }) => image)
    .apply(
      mapInWorkers<Uint8Array, Image<Uint8Array>>(new URL("./decodeInWorker.ts", import.meta.url), {
        seed: 3,
      }),
    )
    .batch(16, { collate: stackInRing(4) })
    .prefetch(2),
};

for (const [decoder, batches] of Object.entries(PIPELINES)) {
  const [rates, memory]: [number[], number[]] = [[], []];
  for (let round = 0; round < 4; round++) {
    const start = performance.now();
    let seen = 0;
    await batches.forEach((batch) => {
      seen += "image" in batch ? batch.image.shape[0] : batch.shape[0];
      memory.push(process.memoryUsage().rss / 2 ** 20);
    });
    if (round > 0) rates.push((1000 * seen) / (performance.now() - start));
  }
  print({
    bench: "TFRecord, JPEG 1024x1024, flip, batch 16",
    unit: "images/s",
    decoder,
    cores: availableParallelism(),
    "KB an image": Math.round(photos[0].length / 1000),
    ours: Math.round(median(rates)),
    "memory after the first round, MiB": Math.round(memory[Math.floor(memory.length / 4)]),
    "memory at most, MiB": Math.round(Math.max(...memory)),
  });
}
print({
  bench: "the same by tf.data",
  unit: "images/s",
  "tf.data": tfData("images", join(folder, "*.tfrec"), String(COUNT)),
});
rmSync(folder, { recursive: true });
