import { basename } from "node:path";
import { concatenate, type Dataset, fromIndexed, fromSource } from "@tensorloom/data";
import type { RecordFile } from "@tensorloom/tfrecord";
import type { CommandIO } from "../cli/commandIO.ts";
import { openFiles } from "../files/openFiles.ts";
import { prepareFiles } from "../files/prepareFiles.ts";
import type { ValidFile } from "../files/validateFile.ts";
import { parseLabelled, parseUnlabelled, readRecord } from "../pictures/parseRecord.ts";
import type { LabelledPicture, Picture, PictureRow, PictureSet } from "../pictures/trainingData.ts";

/** One record file, with its pictures in its order. */
export interface Shard<P extends Picture = LabelledPicture> extends PictureSet<P> {
  /** The file's name. */
  readonly name: string;
}

/** The record files of a folder, which a recipe splits as whole files. */
export interface Shards {
  readonly train: readonly Shard[];
  readonly test: readonly Shard<Picture>[];
  readonly sampleSubmission: string | undefined;
  readonly close: () => Promise<void>;
}

/** Opens the record files of a folder in the order of their names, after reading each once to check it. */
export async function openShards(folder: string, io: CommandIO): Promise<Shards> {
  const prepared = await prepareFiles(folder, io);
  const files = await openFiles(prepared);
  return {
    train: prepared.train.map((file, at) => openShard(file, files.train[at], parseLabelled)),
    test: prepared.test.map((file, at) => openShard(file, files.test[at], parseUnlabelled)),
    sampleSubmission: prepared.sampleSubmission,
    close: () => files.close(),
  };
}

/** The pictures of some shards, one shard after the other. */
export function joinShards<P extends Picture>(shards: readonly Shard<P>[]): PictureSet<P> {
  return {
    rows: shards.flatMap(({ rows }) => rows),
    pictures: fromSource(concatenate(...shards.map(({ pictures }) => pictures))),
  };
}

function openShard<P extends Picture>(
  { path, names, targets, metadata }: ValidFile,
  file: RecordFile,
  parse: (record: Uint8Array) => P,
): Shard<P> {
  const rows = names.map((id, record): PictureRow => {
    const columns = metadata[record];
    const group = (columns as Partial<typeof columns>)["patient_id"];
    return { id, target: targets.at(record), group, metadata: columns };
  });
  const pictures: Dataset<P> = fromIndexed({
    length: rows.length,
    at: (index) => readRecord(file, index, parse),
  });
  return { name: basename(path), rows, pictures };
}
