import { readSync, openSync, closeSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import {
  bytes,
  crc32c,
  encodeExample,
  fixedLength,
  float32,
  frameRecord,
  int64,
  parseExamples,
} from "@tensorloom/tfrecord";
import {
  checksumName,
  fastCrc32c,
  openRecordFile,
  readRecordFile,
  readRecordFileBatches,
  writeRecordFile,
  type ReadFileOptions,
} from "@tensorloom/tfrecord/node";
import { absent, finish, folder, npmTfrecord, race, tensorflow, type Runner } from "./race.ts";

const NAMES = { tensorflow: "TensorFlow", npm: "npm tfrecord 0.2.0" };
const python = await tensorflow();
const npm = npmTfrecord();

function peer(bench: string, task: string, path: string): readonly Runner[] {
  if (python !== undefined) return [python(task, path)];
  absent(bench, NAMES.tensorflow, "TENSORLOOM_PYTHON is not set");
  return [];
}

// ---- 500 records of 333 KB, read in order and verified
const large = join(folder, "large.tfrecord");
const record = Uint8Array.from({ length: 333_000 }, (_, i) => (i * 2654435761) >>> 13);
function writeCopies(path: string, count: number): void {
  const [file, framed] = [openSync(path, "w"), frameRecord(record, fastCrc32c)];
  for (let i = 0; i < count; i++) writeSync(file, framed);
  closeSync(file);
}
writeCopies(large, 500);

function reading(engine: string, options: ReadFileOptions): Runner {
  return {
    engine,
    async run() {
      let total = 0;
      for await (const { length } of readRecordFile(large, options)) total += length;
      if (total !== 500 * record.length) throw new Error(`read ${String(total)} bytes`);
      return undefined;
    },
  };
}
const memory = new Uint8Array(2 ** 20);
const bounds: readonly Runner[] = [
  {
    engine: `bound: ${checksumName} alone, from memory`,
    run() {
      for (let i = 0; i < 500; i++) fastCrc32c(record);
      return Promise.resolve(undefined);
    },
  },
  {
    engine: "bound: crc-32 alone, from memory",
    run() {
      for (let i = 0; i < 500; i++) crc32c(record);
      return Promise.resolve(undefined);
    },
  },
  {
    engine: "bound: the file read in blocks, and nothing else",
    run() {
      const file = openSync(large, "r");
      while (readSync(file, memory) > 0);
      closeSync(file);
      return Promise.resolve(undefined);
    },
  },
];
await race("read 333 KB records", "GB/s", statSync(large).size / 1e9, [
  reading(`ours, ${checksumName}, memory reused`, { reuse: true }),
  reading(`ours, ${checksumName}, records kept`, {}),
  reading("ours, crc-32, memory reused", { reuse: true, checksum: crc32c }),
  reading("ours, crc-32, records kept", { checksum: crc32c }),
  ...peer("read 333 KB records", "read", large),
  ...bounds,
]);

// ---- 200,000 Examples of four features: written, then read, verified and parsed in batches
const COUNT = 200_000;
const vectorOf = (i: number): number[] => Array.from({ length: 16 }, (_, k) => i + k);
const small = join(folder, "small.tfrecord");
function* examples(): Generator<Uint8Array> {
  for (let i = 0; i < COUNT; i++)
    yield encodeExample({
      id: bytes(`row-${String(i)}`),
      label: int64(i % 10),
      score: float32(i / 3),
      vector: float32(vectorOf(i)),
    });
}
const writers: Runner[] = [
  {
    engine: "ours",
    async run() {
      await writeRecordFile(small, examples());
      return undefined;
    },
  },
];
if (npm === undefined) absent("write Examples", NAMES.npm, "it could not be installed here");
else
  writers.push({
    engine: NAMES.npm,
    async run() {
      const writer = await npm.createWriter(join(folder, "npm.tfrecord"));
      for (let i = 0; i < COUNT; i++) {
        const builder = npm.createBuilder();
        builder.setBinary("id", new TextEncoder().encode(`row-${String(i)}`));
        builder.setInteger("label", i % 10);
        builder.setFloat("score", i / 3);
        builder.setFloats("vector", vectorOf(i));
        await writer.writeExample(builder.releaseExample());
      }
      await writer.close();
      return undefined;
    },
  });
writers.push(...peer("write Examples", "write", join(folder, "tensorflow.tfrecord")));
await race("write Examples", "per second", COUNT, writers, 4);

const spec = {
  id: fixedLength("bytes"),
  label: fixedLength("int64"),
  score: fixedLength("float32"),
  vector: fixedLength("float32", { shape: [16] }),
};
const parsers: Runner[] = [
  {
    engine: "ours",
    async run() {
      let rows = 0;
      for await (const batch of readRecordFileBatches(small, 256))
        rows += parseExamples(batch, spec).label.data.length;
      if (rows !== COUNT) throw new Error(`parsed ${String(rows)}`);
      return undefined;
    },
  },
  {
    engine: "bound: ours, read and verified, not parsed",
    async run() {
      let rows = 0;
      for await (const batch of readRecordFileBatches(small, 256)) rows += batch.length;
      if (rows !== COUNT) throw new Error(`read ${String(rows)}`);
      return undefined;
    },
  },
  ...peer("parse Examples", "parse", small),
];
await race("parse Examples", "per second", COUNT, parsers);
if (npm !== undefined)
  await race(
    "parse Examples, one by one",
    "per second",
    COUNT,
    [
      parsers[0],
      {
        engine: NAMES.npm,
        async run() {
          const reader = await npm.createReader(small);
          while ((await reader.readExample()) !== null);
          return undefined;
        },
      },
    ],
    3,
  );

// ---- the index of a gigabyte
const gigabyte = join(folder, "gigabyte.tfrecord");
writeCopies(gigabyte, 3003);
await race("index 1 GB of 333 KB records", "GB/s", statSync(gigabyte).size / 1e9, [
  {
    engine: "ours",
    async run() {
      const file = await openRecordFile(gigabyte, { index: "none" });
      await file.close();
      return undefined;
    },
  },
]);
finish();
