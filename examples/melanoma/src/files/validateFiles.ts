import { probeJpeg } from "@tensorloom/image";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import type { CountedFile } from "./findFiles.ts";
import { imageRecord, type ImageRecord } from "./parseRecord.ts";
import { undecodable } from "./decodeError.ts";
import { UserError } from "../cli/userError.ts";

/** A record file that was read through once and is sound. */
export interface SurveyedFile {
  readonly path: string;
  readonly kind: "train" | "test";
  /** The images' names, in the file's order. */
  readonly names: readonly string[];
  /** 1 malignant, 0 benign; empty for test files. */
  readonly targets: readonly number[];
}

/** How {@link survey} goes on. */
export interface SurveyOptions {
  readonly onRecord?: () => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads a file through: every checksum, every feature that will be used, every image's header, and the count that its name states.
 *
 * So that hours of training do not end at a damaged record.
 *
 * @throws TFRecordError where the file is damaged; UserError where a record, an image's header or the count is not what it should be.
 */
export async function survey(
  { path, count }: CountedFile,
  kind: "train" | "test",
  { onRecord, signal }: SurveyOptions = {},
): Promise<SurveyedFile> {
  const names: string[] = [];
  const targets: number[] = [];
  for await (const bytes of readRecordFile(path, { reuse: true })) {
    signal?.throwIfAborted();
    const where = `${path}: record ${String(names.length)}`;
    const record = imageRecord(bytes, kind, where);
    probe(record, where);
    names.push(record.image_name);
    if (record.target !== undefined) targets.push(record.target);
    onRecord?.();
  }
  if (names.length !== count)
    throw new UserError(
      `${path}: the name states ${String(count)} records, the file holds ${String(names.length)}`,
    );
  return { path, kind, names, targets };
}

/** Reads the header of a record's JPEG; the pixels are looked at when they are used. */
function probe({ image, image_name: name }: ImageRecord, where: string): void {
  try {
    probeJpeg(image);
  } catch (error) {
    throw undecodable(where, name, error);
  }
}

/** How many of a file's images are malignant. */
export function positives(files: readonly SurveyedFile[]): number {
  return files.flatMap(({ targets }) => targets).reduce((sum, target) => sum + target, 0);
}

/** How many images files hold. */
export function total(files: readonly SurveyedFile[]): number {
  return files.reduce((sum, { names }) => sum + names.length, 0);
}
