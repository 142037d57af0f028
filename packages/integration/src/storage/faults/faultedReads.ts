import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { type Random, random, StorageError } from "@tensorloom/core";
import { writeObject } from "@tensorloom/core/internal";
import { frameRecord, TFRecordError } from "@tensorloom/tfrecord";
import { writeIndexFile } from "@tensorloom/tfrecord/node";
import { READS, type Truth } from "./readKinds.ts";
import { RATES, type Rig, startRig } from "./rig.ts";

/** What happened to some reads through a proxy with faults. */
export interface FaultedReads {
  readonly reads: number;
  /** Reads with the right bytes. */
  readonly right: number;
  /** Reads with wrong bytes: must be 0. */
  readonly wrong: number;
  /** Reads that did not end: must be 0. */
  readonly hung: number;
  /** Errors that are not of a storage or a record, with the address: must be empty. */
  readonly unclear: readonly string[];
  /** How many reads ended with each kind of error. */
  readonly errors: Readonly<Record<string, number>>;
  /** How many requests had each fault. */
  readonly faults: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly retries: number;
}

/** How many reads are in flight. */
const CONCURRENCY = 12;
/** A read that takes longer hangs: its operations have a deadline of 15 s each. */
const DEADLINE_MS = 60_000;

/** Reads objects in every way through a proxy with faults, and compares every byte. */
export async function runFaultedReads(reads: number, seed: number): Promise<FaultedReads> {
  const rig = await startRig(seed);
  try {
    const truth = await writeTruth(rig, random(seed, 2));
    rig.proxy.setRates(RATES);
    const counts = { right: 0, wrong: 0, hung: 0 };
    const errors: Record<string, number> = {};
    const unclear: string[] = [];
    let next = 0;
    async function work(): Promise<void> {
      while (next < reads) {
        const draws = random(seed, 3, next++);
        try {
          counts[await judge(truth, draws)] += 1;
        } catch (error) {
          const kind = clearKind(error);
          if (kind === undefined) unclear.push(String(error));
          else errors[kind] = (errors[kind] ?? 0) + 1;
        }
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    const { requests, retries } = rig.storage.statistics();
    return { reads, ...counts, unclear, errors, faults: { ...rig.proxy.counts }, requests, retries };
  } finally {
    await rig.stop();
  }
}

async function judge(truth: Truth, draws: Random): Promise<"right" | "wrong" | "hung"> {
  const deadline = new AbortController();
  const read = READS[draws.integer(READS.length)](truth, draws);
  const late = sleep(DEADLINE_MS, "hung" as const, { signal: deadline.signal, ref: false });
  late.catch(() => undefined); // the read was in time
  try {
    const result = await Promise.race([read, late]);
    return result === "hung" ? "hung" : result ? "right" : "wrong";
  } finally {
    deadline.abort();
  }
}

/** The kind of an error that names the address; `undefined` for any other error. */
function clearKind(error: unknown): string | undefined {
  if (!(error instanceof Error && error.message.includes("faulty://isic/"))) return undefined;
  if (error instanceof StorageError) return error.kind;
  return error instanceof TFRecordError ? error.kind : undefined;
}

/** Writes records of all sizes, without faults. */
async function writeTruth({ storage }: Rig, draws: Random): Promise<Truth> {
  const records = Array.from({ length: 60 }, () => {
    const size = Math.floor(60_000 * draws.uniform() ** 4);
    return Uint8Array.from({ length: size }, () => draws.integer(256));
  });
  const file = Buffer.concat(records.map((record) => frameRecord(record)));
  const [plain, indexed, gzip] = ["plain", "indexed", "gzip"].map((name) => `faulty://isic/${name}.tfrec`);
  for (const address of [plain, indexed]) await writeObject(address, file);
  await writeObject(gzip, gzipSync(file, { level: 1 }));
  await writeIndexFile(indexed);
  return { storage, records, file, plain, indexed, gzip };
}
