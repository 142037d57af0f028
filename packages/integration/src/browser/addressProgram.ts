import { layers, sequential } from "@tensorflow/tfjs-layers";
import {
  defaultStorage,
  fetchWeightsFrom,
  fit,
  fromArray,
  fromJsonl,
  fromTar,
  meanSquaredError,
  readRecords,
  readRun,
  readWeights,
  registerStorage,
  storageOf,
  tensorBoard,
  useBackend,
  writeReport,
  writeRun,
} from "tensorloom";
import { fromCsv } from "@tensorloom/data/csv";
import { decodeEvent } from "@tensorloom/tfrecord/events";

/** What the tests ask of addresses and files. */
export interface AddressProgram {
  /** The rows of a CSV, a JSONL and a tar file, each at an address or a File. */
  rows(
    csv: string | Blob,
    jsonl: string | Blob,
    tar: string | Blob,
  ): Promise<readonly (readonly unknown[])[]>;
  /** Trains with event files, and returns the tags of the events that were written. */
  board(folder: string): Promise<readonly string[]>;
  /** Writes a run and its report; returns the run as it is read again, and the bytes of the report. */
  report(folder: string, scripts?: readonly string[]): Promise<readonly unknown[]>;
  /** Names and first numbers of weights: of a file, or of an address that is downloaded first. */
  weights(source: string | Blob, sha256?: string): Promise<readonly (readonly [string, number])[]>;
}

/** Reads and writes at addresses, in a page or a worker. */
export const addressProgram: AddressProgram = {
  async rows(csv, jsonl, tar) {
    registerStorage("http", () => defaultStorage("http"));
    return [
      await fromCsv(csv, { types: { age: "integer" } }).toArray(),
      await fromJsonl(jsonl).toArray(),
      await fromTar(tar, { types: { cls: "integer" } }).toArray(),
    ];
  },
  async board(folder) {
    await useBackend("cpu");
    const batch = {
      inputs: { data: new Uint8Array(12), shape: [1, 2, 2, 3] },
      targets: { data: Float32Array.of(1), shape: [1, 1] },
    };
    const model = sequential({
      layers: [layers.flatten({ inputShape: [2, 2, 3] }), layers.dense({ units: 1 })],
    });
    const options = {
      epochs: 1,
      loss: meanSquaredError(),
      callbacks: [tensorBoard(folder, { images: 1 })],
    };
    await fit(model, { train: fromArray([batch]), ...options });
    const tags = new Set<string>();
    for await (const { address } of (await storageOf(folder)).list(`${folder}/`)) {
      const bytes = await (await storageOf(address)).read(address);
      for await (const record of readRecords(bytes))
        for (const { tag } of decodeEvent(record).summaries) tags.add(tag);
    }
    return [...tags].sort();
  },
  async report(folder, scripts) {
    const predictions = { ids: ["a", "b", "c"], labels: [0, 1, 1], scores: [0.2, 0.7, 0.4] };
    await writeRun(`${folder}/run`, { name: "B0", epochs: [{ epoch: 0, loss: 0.5 }], predictions });
    const run = await readRun(`${folder}/run`);
    const bytes = await writeReport(`${folder}/report.html`, run, { scripts, samples: 0 });
    return [run.name, run.epochs, run.predictions?.ids, bytes];
  },
  async weights(source, sha256) {
    const isWeb = typeof source === "string" && !source.startsWith("opfs:");
    const found = await readWeights(isWeb ? await fetchWeightsFrom(source, { sha256 }) : source);
    return [...found].map(([name, { data }]) => [name, data[0]] as const);
  },
};
