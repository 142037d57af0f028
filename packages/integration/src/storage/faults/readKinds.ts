import type { Random, Storage } from "@tensorloom/core";
import { openObject } from "@tensorloom/core/internal";
import { openRecordFile, readRecordFile } from "@tensorloom/tfrecord/node";

/** The objects that are read, and what is in them. */
export interface Truth {
  readonly storage: Storage;
  readonly records: readonly Uint8Array[];
  /** The records as a file, at `plain`; at `indexed` with an index beside it; at `gzip` compressed. */
  readonly file: Uint8Array;
  readonly plain: string;
  readonly indexed: string;
  readonly gzip: string;
}

/** Reads something; returns whether every byte is right. */
type Read = (truth: Truth, draws: Random) => Promise<boolean>;

/** The ways in which the packages read objects. */
export const READS: readonly Read[] = [range, range, record, record, stream, sequence];

/** A range of one version. */
async function range({ file, plain }: Truth, draws: Random): Promise<boolean> {
  const object = await openObject(plain);
  const offset = draws.integer(file.length);
  const length = draws.integer(100_000);
  return equal(await object.read(offset, length), file.subarray(offset, offset + length));
}

/** Records by position, through a saved index. */
async function record({ indexed, records }: Truth, draws: Random): Promise<boolean> {
  const file = await openRecordFile(indexed);
  const chosen = [0, 1, 2].map(() => draws.integer(records.length));
  const read = await Promise.all(chosen.map((at) => file.at(at)));
  await file.close();
  return read.every((one, i) => one !== undefined && equal(one, records[chosen[i]]));
}

/** An object from some byte to its end. */
async function stream({ storage, file, plain }: Truth, draws: Random): Promise<boolean> {
  const { etag } = await openObject(plain);
  let at = draws.integer(file.length);
  for await (const chunk of storage.stream(plain, { offset: at, etag })) {
    if (!equal(chunk, file.subarray(at, at + chunk.length))) return false;
    at += chunk.length;
  }
  return at === file.length;
}

/** All records in order, compressed or not. */
async function sequence({ plain, gzip, records }: Truth, draws: Random): Promise<boolean> {
  let at = 0;
  for await (const one of readRecordFile(draws.uniform() < 0.5 ? plain : gzip))
    if (!equal(one, records[at++])) return false;
  return at === records.length;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
