import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { BatchPool, type Dataset, fromIterable, range } from "@tensorloom/data";
import { mapInWorkers } from "@tensorloom/data/node";
import { type Image, randomFlipLeftRight } from "@tensorloom/image";
import { decodeJpeg, jpegDecoder } from "@tensorloom/image";
import { fixedLength, parseExample } from "@tensorloom/tfrecord";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import { median, print } from "../../../../.config/bench/measure.ts";
import { writePhotoRecords } from "./photoRecords.ts";
import { tfImages, type Walk } from "./tfImages.ts";

/** TFRecords of JPEGs 1024x1024 of about 330 KB → parse → decode → random flip → batch 16 → prefetch: ours and tf.data's in turn. */
const ROUNDS = Number(process.env["ROUNDS"] ?? 7);
const BATCH = 16;
const { folder, files, count, bytes } = await writePhotoRecords();

const spec = { image: fixedLength("bytes"), target: fixedLength("int64", { as: "number" }) };
const flip = randomFlipLeftRight({ inPlace: true });
const pool = new BatchPool(BATCH);
const records = range(files.length).interleave(
  (i) =>
    fromIterable(() => readRecordFile(files[i], { blockBytes: 2 ** 22, reuse: true })).map(pool.copyRecord),
  { cycle: 2 },
);

const inBatches = <T>(images: Dataset<T>): Dataset<unknown> =>
  images.batch(BATCH, { collate: pool.stack }).prefetch(2).apply(pool.recycle());

const native = inBatches(
  records
    .map(
      async (record, context) => {
        const { image, target } = parseExample(record, spec);
        const decoded = await decodeJpeg(image, { allocate: pool.slot(context) });
        pool.release(record);
        return { image: decoded, target };
      },
      { concurrency: 8 },
    )
    .map(({ image, target }, { random }) => ({ image: flip(image, random), target }), { seed: 3 }),
);
const portable = inBatches(
  range(files.length)
    .interleave((i) => readRecordFile(files[i]), { cycle: 2 })
    .map((record) => parseExample(record, spec).image)
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

const theirs = tfImages(folder, count);
const [ours, tf]: [Walk[], Walk[]] = [[], []];
for (let round = 0; round <= ROUNDS; round++) {
  if (round === 1) [ours, tf].forEach((walks) => walks.splice(0)); // the first one warms up
  ours.push(await walk(native));
  if (theirs !== undefined) tf.push(await theirs.walk());
}
theirs?.close();

const middle = (walks: readonly Walk[], of: keyof Walk): number => median(walks.map((one) => one[of]));

for (const [who, walks] of Object.entries({ ours, "tf.data": tf }))
  if (walks.length > 0)
    print({
      bench: "TFRecord, JPEG 1024x1024, flip, batch 16",
      unit: "images/s",
      who,
      decoder: who === "ours" ? (await jpegDecoder()).name : undefined,
      cores: availableParallelism(),
      "KB per image": Math.round(bytes / 1000),
      rate: Math.round(middle(walks, "rate")),
      // The median over the rounds: each of ours against the one of tf.data beside it.
      "times tf.data":
        tf.length > 0 ? Number(median(walks.map(({ rate }, i) => rate / tf[i].rate)).toFixed(2)) : undefined,
      "processor ms per image": Number(middle(walks, "processor").toFixed(2)),
      rates: walks.map(({ rate }) => Math.round(rate)).join(" "),
    });
print({ bench: "memory after each epoch", unit: "MiB", ours: memory.join(" ") });

memory.length = 0;
const inWorkers = [await walk(portable), await walk(portable), await walk(portable)].slice(1);
print({
  bench: "the same with the portable decoder in workers",
  unit: "images/s",
  ours: Math.round(middle(inWorkers, "rate")),
  "cores busy": Number(median(inWorkers.map(({ rate, processor }) => (rate * processor) / 1000)).toFixed(2)),
  "memory after each epoch, MiB": memory.join(" "),
});
rmSync(folder, { recursive: true });
