import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { registerStorage, type Storage } from "@tensorloom/core";
import { fromArray, range } from "@tensorloom/data";
import { cacheToFile, snapshot } from "@tensorloom/data/node";
import { findRecordFiles, openRecordFile, readRecordFiles, writeShards } from "@tensorloom/tfrecord/node";
import { fit, type FitOptions, meanSquaredError } from "@tensorloom/training";
import { loadModel, modelCheckpoint } from "@tensorloom/training/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type S3Server, startS3Server } from "../../../storage/fixtures/s3Server.ts";
import { s3Storage } from "../../../storage/src/s3/s3Storage.ts";

let server: S3Server;
let storage: Storage;
let unregister: () => void;
beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
  server = await startS3Server("isic");
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  storage = s3Storage({
    scheme: "bucket",
    endpoint: server.endpoint,
    region: "us-east-1",
    credentials,
    partBytes: 5 * 2 ** 20,
  });
  unregister = registerStorage("bucket", () => storage);
});
afterAll(async () => {
  unregister();
  await server.stop();
});

async function list(pattern: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { address } of storage.list(pattern)) names.push(address);
  return names;
}

it("shards are written, found by a glob, read in order, and read by index", async () => {
  // the second is longer than a part of an upload
  const records = [9, 6 * 2 ** 20, 0, 300, 77].map((length, i) => new Uint8Array(length).fill(i + 1));
  const shards = await writeShards("bucket://isic/records", records, { name: "train", maxRecords: 2 });
  const glob = "bucket://isic/records/train-*";
  expect(await findRecordFiles(glob)).toEqual(shards.map(({ path }) => path));
  expect(shards.map(({ records: count }) => count)).toEqual([2, 2, 1]);
  let at = 0;
  for await (const record of readRecordFiles(glob)) expect(Buffer.compare(record, records[at++])).toBe(0);
  expect(at).toBe(5);
  const file = await openRecordFile(shards[0].path, { saveIndex: true });
  expect(Buffer.compare((await file.at(1))!, records[1])).toBe(0);
  await file.close();
  expect(await list("bucket://isic/records/*.idx")).toEqual([`${shards[0].path}.idx`]);
  const before = storage.statistics().bytesRead;
  const again = await openRecordFile(shards[0].path);
  expect(again.length).toBe(2);
  expect(storage.statistics().bytesRead - before).toBeLessThan(1000);
  await again.close();
  const other = writeShards("bucket://isic/records", records, { name: "train" });
  await expect(other).rejects.toThrow('bucket://isic/records has shards of "train" already');
});

it("a run continues from checkpoints of a bucket, and its best model is loaded from there", async () => {
  const model = (): LayersModel =>
    sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
  const batch = {
    inputs: { data: Float32Array.of(1), shape: [1, 1] },
    targets: { data: Float32Array.of(3), shape: [1] },
  };
  const options = (epochs: number, more: Partial<FitOptions> = {}): FitOptions => ({
    train: fromArray([batch, batch]),
    epochs,
    loss: meanSquaredError(),
    ...more,
  });
  const checkpoint = { folder: "bucket://isic/run/checkpoint", keep: 1 };
  const callbacks = [modelCheckpoint("bucket://isic/run/model", { monitor: "loss" })];
  const whole = model();
  await fit(whole, options(4));
  await fit(model(), options(2, { checkpoint, callbacks }));
  const resumed = model();
  await fit(resumed, options(4, { checkpoint, callbacks, resume: true }));
  const weights = (of: LayersModel): readonly number[] =>
    of.getWeights().flatMap((weight) => [...weight.dataSync()]);
  expect(weights(resumed)).toEqual(weights(whole));
  expect(await list("bucket://isic/run/checkpoint/")).toHaveLength(1);
  expect(weights(await loadModel("bucket://isic/run/model"))).toEqual(weights(resumed));
});

it.each([
  ["cacheToFile", cacheToFile("bucket://isic/stored/rows.cache"), 1],
  ["snapshot", snapshot("bucket://isic/parts[1]", { every: 3 }), 3],
])("%s stores elements in objects, which later passes read", async (_, store, objects) => {
  let computed = 0;
  const rows = () =>
    range(7).map((x) => {
      computed += 1;
      return new Uint8Array(2 ** 20).fill(x); // the objects are longer than a part of an upload
    });
  const all = await rows().toArray();
  expect(await rows().apply(store).toArray()).toEqual(all);
  expect(await rows().apply(store).toArray()).toEqual(all);
  expect(computed).toBe(14);
  const folder = objects === 1 ? "stored" : "parts[[]1]";
  expect(await list(`bucket://isic/${folder}/`)).toHaveLength(objects);
});
