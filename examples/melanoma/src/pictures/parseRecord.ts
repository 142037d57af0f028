import { parseExample } from "@tensorloom/tfrecord";
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
