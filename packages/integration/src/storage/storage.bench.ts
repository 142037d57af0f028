import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { registerStorage } from "@tensorloom/core";
import { range } from "@tensorloom/data";
import { decodeJpeg } from "@tensorloom/image";
import { s3Storage } from "@tensorloom/storage";
import { fixedLength, parseExample, type RecordFile } from "@tensorloom/tfrecord";
import { openRecordFile, readRecordFile, writeRecordFile } from "@tensorloom/tfrecord/node";
import { median, measureMs, print, round } from "../../../../.config/bench/measure.ts";
import { writePhotoRecords } from "../imagePipeline/photoRecords.ts";

/** Records in order against curl with the same number of connections; records in random order, 20 ms away, against a disk. */
const CONNECTIONS = 4;
const RECORD_BYTES = 333_000;
const RECORDS = 800;
const BLOCK_BYTES = 8 * 2 ** 20;
const LATENCY_MS = 20;
const IMAGES = 384;
const ROUNDS = 3;
const FROM_SOURCE = process.execArgv; // the server is TypeScript, too

const folder = mkdtempSync(join(tmpdir(), "tensorloom-storage-bench-"));
const servers: ChildProcess[] = [];
async function serve(path: string, latency: number): Promise<string> {
  const server = fork(join(import.meta.dirname, "fileServer.ts"), [path, String(latency)], {
    execArgv: FROM_SOURCE,
  });
  servers.push(server);
  const [port] = (await once(server, "message")) as [number]; // its one message
  return `http://127.0.0.1:${String(port)}`;
}

async function sequential(): Promise<void> {
  const record = new Uint8Array(RECORD_BYTES).map((_, i) => (i * 7) & 255);
  const { bytes } = await writeRecordFile(join(folder, "records.tfrec"), Array(RECORDS).fill(record));
  const origin = await serve(folder, 0);
  const [credentials, region] = ["anonymous", "us-east-1"] as const;
  const settings = { endpoint: origin, region, credentials, blockBytes: BLOCK_BYTES, readAhead: CONNECTIONS };
  const undo = registerStorage("s3", () => s3Storage(settings));
  const part = Math.ceil(bytes / CONNECTIONS);
  const parts = Array.from(
    { length: CONNECTIONS },
    (_, i) => `${String(i * part)}-${String((i + 1) * part - 1)}`,
  );
  const curl = (): Promise<unknown> =>
    Promise.all(
      parts.map((bounds) =>
        promisify(execFile)("curl", ["-s", "-r", bounds, "-o", "/dev/null", `${origin}/b/records.tfrec`]),
      ),
    );
  const ours = async (): Promise<void> => {
    let count = 0;
    for await (const one of readRecordFile("s3://b/records.tfrec"))
      count += one.length === RECORD_BYTES ? 1 : 0;
    if (count !== RECORDS) throw new Error(`read ${String(count)} records`);
  };
  const times: { curl: number[]; ours: number[] } = { curl: [], ours: [] };
  for (let i = 0; i <= ROUNDS; i++) {
    const [theirs, own] = [await measureMs(curl), await measureMs(ours)];
    if (i > 0) times.curl.push(theirs);
    if (i > 0) times.ours.push(own);
  }
  undo();
  const rate = (list: readonly number[]): number => bytes / 1e3 / median(list);
  print({
    bench: "records in order, checksums verified",
    megabytes: round(bytes / 1e6),
    connections: CONNECTIONS,
    unit: "MB/s",
    ours: round(rate(times.ours)),
    curl: round(rate(times.curl)),
    ratio: round(rate(times.ours) / rate(times.curl)),
  });
}

async function randomAccess(): Promise<void> {
  const photos = await writePhotoRecords();
  const [path] = photos.files;
  const origin = await serve(photos.folder, LATENCY_MS);
  const settings = { endpoint: origin, region: "us-east-1", credentials: "anonymous" } as const;
  const undo = registerStorage("s3", () => s3Storage(settings));
  const [disk, storage] = [await openRecordFile(path), await openRecordFile(`s3://b/${basename(path)}`)];
  const spec = { image: fixedLength("bytes") };
  const images = (file: RecordFile): Promise<void> =>
    range(IMAGES)
      .map((i) => i % file.length)
      .shuffle({ seed: 1, buffer: IMAGES })
      .map((i) => file.at(i), { concurrency: 32 })
      .map((record) => decodeJpeg(parseExample(record ?? new Uint8Array(), spec).image), { concurrency: 4 })
      .forEach(() => undefined);
  const times: { disk: number[]; storage: number[] } = { disk: [], storage: [] };
  for (let i = 0; i <= ROUNDS; i++) {
    const [here, there] = [await measureMs(() => images(disk)), await measureMs(() => images(storage))];
    if (i > 0) times.disk.push(here);
    if (i > 0) times.storage.push(there);
  }
  await Promise.all([disk.close(), storage.close()]);
  undo();
  rmSync(photos.folder, { recursive: true });
  const rate = (list: readonly number[]): number => (1000 * IMAGES) / median(list);
  print({
    bench: "JPEGs of 1024x1024 in random order, decoded",
    latencyMs: LATENCY_MS,
    requestsInFlight: 32,
    unit: "images/s",
    storage: round(rate(times.storage)),
    disk: round(rate(times.disk)),
    ratio: round(rate(times.storage) / rate(times.disk)),
  });
}

try {
  await sequential();
  await randomAccess();
} finally {
  for (const server of servers) server.kill();
  rmSync(folder, { recursive: true });
}
