import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
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
  fastCrc32c,
  openRecordFile,
  readRecordFile,
  readRecordFileBatches,
  writeRecordFile,
} from "@tensorloom/tfrecord/node";

/** The number of small Examples. */
export const COUNT = 200_000;
const record = Uint8Array.from({ length: 333_000 }, (_, i) => (i * 2654435761) >>> 13);
const vectorOf = (i: number): number[] => Array.from({ length: 16 }, (_, k) => i + k);

function* examples(): Generator<Uint8Array> {
  for (let i = 0; i < COUNT; i++)
    yield encodeExample({
      id: bytes(`row-${String(i)}`),
      label: int64(i % 10),
      score: float32(i / 3),
      vector: float32(vectorOf(i)),
    });
}

const spec = {
  id: fixedLength("bytes"),
  label: fixedLength("int64"),
  score: fixedLength("float32"),
  vector: fixedLength("float32", { shape: [16] }),
};

async function read(path: string, reuse: boolean): Promise<void> {
  let total = 0;
  for await (const { length } of readRecordFile(path, { reuse })) total += length;
  if (total !== 500 * record.length) throw new Error(`read ${String(total)} bytes`);
}

async function parse(path: string): Promise<void> {
  let rows = 0;
  for await (const batch of readRecordFileBatches(path, 256))
    rows += parseExamples(batch, spec).label.data.length;
  if (rows !== COUNT) throw new Error(`parsed ${String(rows)}`);
}

function copies(path: string, count: number): void {
  const [file, framed] = [openSync(path, "w"), frameRecord(record, fastCrc32c)];
  for (let i = 0; i < count; i++) writeSync(file, framed);
  closeSync(file);
}

/** The part of npm `tfrecord` 0.2.0 that is used. */
interface NpmTfrecord {
  createBuilder(): {
    setInteger(name: string, value: number): void;
    setFloat(name: string, value: number): void;
    setFloats(name: string, values: readonly number[]): void;
    setBinary(name: string, value: Uint8Array): void;
    releaseExample(): unknown;
  };
  createWriter(path: string): Promise<{ writeExample(one: unknown): Promise<void>; close(): Promise<void> }>;
  createReader(path: string): Promise<{ readExample(): Promise<object | null> }>;
}

function npm(): NpmTfrecord {
  return createRequire(`${process.env["NPM_TFRECORD"] ?? ""}/index.js`)("tfrecord") as NpmTfrecord; // as documented
}

async function npmWrite(path: string): Promise<void> {
  const peer = npm();
  const writer = await peer.createWriter(path);
  for (let i = 0; i < COUNT; i++) {
    const builder = peer.createBuilder();
    builder.setBinary("id", new TextEncoder().encode(`row-${String(i)}`));
    builder.setInteger("label", i % 10);
    builder.setFloat("score", i / 3);
    builder.setFloats("vector", vectorOf(i));
    await writer.writeExample(builder.releaseExample());
  }
  await writer.close();
}

const memory = new Uint8Array(2 ** 20);

/** The tasks by name. */
export const TASKS: Readonly<Record<string, (path: string) => unknown>> = {
  reused: (path) => read(path, true),
  kept: (path) => read(path, false),
  parse,
  write: (path) => writeRecordFile(path, examples()),
  index: async (path) => (await openRecordFile(path, { index: "none" })).close(),
  "npm-write": npmWrite,
  "npm-read": async (path) => {
    const reader = await npm().createReader(path);
    while ((await reader.readExample()) !== null);
  },
  // upper bounds
  batches: async (path) => {
    let rows = 0;
    for await (const batch of readRecordFileBatches(path, 256)) rows += batch.length;
    if (rows !== COUNT) throw new Error(`read ${String(rows)}`);
  },
  checksum: () => {
    for (let i = 0; i < 500; i++) fastCrc32c(record);
  },
  encode: () => {
    let total = 0;
    for (const one of examples()) total += crc32c(one);
    return total;
  },
  blocks: (path) => {
    const file = openSync(path, "r");
    while (readSync(file, memory) > 0);
    closeSync(file);
  },
  // input files
  large: (path) => copies(path, 500),
  gigabyte: (path) => copies(path, 3003),
};
