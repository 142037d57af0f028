import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { BatchPool, range, type Dataset } from "@tensorloom/data";
import { mapInWorkers } from "@tensorloom/data/node";
import { type Image, randomFlipLeftRight } from "@tensorloom/image";
import { decodeJpeg, jpegDecoder } from "@tensorloom/image/node";
import { fixedLength, parseExample } from "@tensorloom/tfrecord";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import { median, print } from "./measure.ts";
import { writePhotoRecords } from "./photoRecords.ts";
import { tfImages, type Walk } from "./tfImages.ts";

/** TFRecords of JPEGs 1024x1024 of about 330 KB → parse → decode → random flip → batch 16 → prefetch: ours and tf.data's in turn. */
const ROUNDS = Number(process.env["ROUNDS"] ?? 7);
const BATCH = 16;
const { folder, files, count, bytes } = await writePhotoRecords();

const spec = { image: fixedLength("bytes"), target: fixedLength("int64", { as: "number" }) };
const flip = randomFlipLeftRight({ inPlace: true });
const pool = new BatchPool(BATCH);
const examples = range(files.length)
  .interleave((i) => readRecordFile(files[i], { blockBytes: 2 ** 22 }), { cycle: 2 })
  .map((record) => parseExample(record, spec));

const inBatches = <T>(images: Dataset<T>): Dataset<unknown> =>
  images.batch(BATCH, { collate: pool.stack }).prefetch(2).apply(pool.lend());

const native = inBatches(
  examples
    .map(
      async ({ image, target }, context) => ({
        image: await decodeJpeg(image, { into: pool.room(context) }),
        target,
      }),
      {
        concurrency: 8,
      },
    )
    .map(({ image, target }, { random }) => ({ image: flip(image, random), target }), { seed: 3 }),
);
const portable = inBatches(
  examples
    .map(({ image }) => image)
    .apply(
      mapInWorkers<Uint8Array, Image<Uint8Array>>(new URL("./decodeInWorker.ts", import.meta.url), {
        seed: 3,
      }),
    ),
);

const memory: number[] = [];
const resident = (): number => Math.round(process.memoryUsage().rss / 2 ** 20);

/** One epoch. */
async function walk(batches: Dataset<unknown>): Promise<Walk> {
  const [before, start] = [process.cpuUsage(), performance.now()];
  await batches.forEach(() => undefined);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  memory.push(resident());
  return { rate: count / seconds, processor: (user + system) / 1000 / count };
}

const rate = (walks: readonly Walk[]): number => Math.round(median(walks.map(({ rate }) => rate)));
const processor = (walks: readonly Walk[]): number =>
  Number(median(walks.map(({ processor }) => processor)).toFixed(2));

const theirs = tfImages(folder, count);
const [our, their]: [Walk[], Walk[]] = [[], []];
for (let round = 0; round <= ROUNDS; round++) {
  const [one, other] = [await walk(native), await theirs?.walk()];
  if (round === 0) continue; // warms up
  our.push(one);
  if (other !== undefined) their.push(other);
}
theirs?.close();
print({
  bench: "TFRecord, JPEG 1024x1024, flip, batch 16",
  unit: "images/s",
  decoder: (await jpegDecoder()).name,
  cores: availableParallelism(),
  "KB an image": Math.round(bytes / 1000),
  ours: rate(our),
  "tf.data": their.length === 0 ? undefined : rate(their),
  "times tf.data":
    their.length === 0
      ? undefined
      : Number(median(our.map(({ rate }, i) => rate / their[i].rate)).toFixed(2)),
  "processor ms an image, ours": processor(our),
  "processor ms an image, tf.data": their.length === 0 ? undefined : processor(their),
  "memory after each epoch, MiB": memory.join(" "),
});

memory.length = 0;
const inWorkers = [await walk(portable), await walk(portable), await walk(portable)].slice(1);
print({
  bench: "the same with jpeg-js in workers",
  unit: "images/s",
  ours: rate(inWorkers),
  "cores busy": Number(((rate(inWorkers) * processor(inWorkers)) / 1000).toFixed(2)),
  "memory after each epoch, MiB": memory.join(" "),
});
rmSync(folder, { recursive: true });
