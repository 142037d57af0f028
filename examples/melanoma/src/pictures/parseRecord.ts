import { originOf, setOrigin } from "@tensorloom/core";
import { parseExample, type RecordFile } from "@tensorloom/tfrecord";
import { LABELLED, UNLABELLED } from "../files/recordSpecs.ts";
import type { LabelledPicture, Picture } from "./trainingData.ts";

/** Parses a training record. */
export function parseLabelled(record: Uint8Array): LabelledPicture {
  const { image, image_name, target } = parseExample(record, LABELLED);
  return { bytes: image, ids: image_name, targets: target };
}

/** Parses a test record, which has no label. */
export function parseUnlabelled(record: Uint8Array): Picture {
  const { image, image_name } = parseExample(record, UNLABELLED);
  return { bytes: image, ids: image_name };
}

/** Reads and parses a record; the picture has the record's origin. Returns `undefined` after the last one. */
export async function readRecord<P extends Picture>(
  file: RecordFile,
  index: number,
  parse: (record: Uint8Array) => P,
): Promise<P | undefined> {
  const bytes = await file.at(index);
  return bytes === undefined ? undefined : setOrigin(parse(bytes), originOf(bytes) ?? "");
}
