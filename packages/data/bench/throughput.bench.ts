import { array } from "@tensorflow/tfjs-data";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { range } from "@tensorloom/data";
import { print, race } from "../../../.config/bench/measure.ts";
import { tfData } from "./tfData.ts";

/** Numbers through map, filter, shuffle(2048), batch(256) and prefetch; range to batch(256); concurrency before a batch. */
const MANY = 1_000_000;
const FEW = 100_000; // for the slow ones; only rates are compared

tf.env().set("IS_TEST", true); // no banner
await tf.setBackend("cpu");
const numbers = Array.from({ length: FEW }, (_, x) => x);

async function ours(): Promise<number> {
  await range(MANY)
    .map((x) => x + 1)
    .filter((x) => x % 10 !== 0)
    .shuffle({ buffer: 2048 })
    .batch(256)
    .prefetch(2)
    .forEach(() => undefined);
  return MANY;
}

async function theirs(): Promise<number> {
  await array(numbers)
    .map((x) => x + 1)
    .filter((x) => x % 10 !== 0)
    .shuffle(2048)
    .batch(256)
    .prefetch(2)
    .forEachAsync((batch) => {
      tf.dispose(batch);
    });
  return FEW;
}

const chain = await race({ ours, "tfjs-data": theirs });
const chainTf = tfData("chain", String(FEW));
print({
  bench: "map, filter, shuffle(2048), batch(256), prefetch",
  unit: "elements/s",
  ...chain,
  "tf.data": chainTf,
  "times tfjs-data": Number((chain["ours"] / chain["tfjs-data"]).toFixed(1)),
  "times tf.data": chainTf && Number((chain["ours"] / chainTf).toFixed(1)),
});

const batches = await race({
  async ours() {
    await range(4 * MANY)
      .batch(256)
      .forEach(() => undefined);
    return 4 * MANY;
  },
  async "tfjs-data"() {
    await array(numbers)
      .batch(256)
      .forEachAsync((batch) => {
        tf.dispose(batch);
      });
    return FEW;
  },
});
const batchesTf = tfData("batches", String(4 * MANY));
print({
  bench: "range, batch(256)",
  unit: "elements/s",
  ...batches,
  "tf.data": batchesTf,
  "times tf.data": batchesTf && Number((batches["ours"] / batchesTf).toFixed(1)),
});

/** The largest number of promises of a stage in flight if a batch follows it. */
async function concurrency(
  read: (work: (x: number) => Promise<number>) => Promise<unknown>,
): Promise<number> {
  let [now, max] = [0, 0];
  await read(async (x) => {
    max = Math.max(max, ++now);
    await new Promise((done) => setTimeout(done, 2));
    now -= 1;
    return x;
  });
  return max;
}

print({
  bench: "promises in flight in a map of 8 before batch(4)",
  ours: await concurrency((work) => range(64).map(work, { concurrency: 8 }).batch(4).prefetch(8).toArray()),
  "tfjs-data": await concurrency((work) =>
    array(numbers.slice(0, 64))
      .mapAsync((x) => work(x))
      .batch(4)
      .prefetch(8)
      .forEachAsync((batch) => {
        tf.dispose(batch);
      }),
  ),
});
