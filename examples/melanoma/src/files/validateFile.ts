import { probeJpeg } from "@tensorloom/image";
import { ExampleError, parseExample } from "@tensorloom/tfrecord";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import { UserError } from "../cli/userError.ts";
import { checkPicture } from "./checkPicture.ts";
import { decodeError } from "./decodeError.ts";
import type { CountedFile } from "./findFiles.ts";
import { readMetadata } from "./readMetadata.ts";
import { LABELLED, UNLABELLED } from "./recordSpecs.ts";

/** A record file that was read once and is valid. */
export interface ValidFile {
  readonly path: string;
  /** The images' names, in the file's order. */
  readonly names: readonly string[];
  /** 1 malignant, 0 benign; empty for test files. */
  readonly targets: readonly number[];
  /** The other features of each record that are one number or one text. */
  readonly metadata: readonly Readonly<Record<string, string>>[];
}

/** @inline */
export interface ValidateFileOptions {
  readonly onRecord?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a file once: every checksum, every feature that will be used, every image's header and end, and the count in its name.
 *
 * A damaged record is then reported before training, not hours later.
 *
 * @throws TFRecordError if the file is damaged; UserError if a record, an image's header or the count is invalid.
 */
export async function validateFile(
  { path, count }: CountedFile,
  kind: "train" | "test",
  { onRecord, signal }: ValidateFileOptions = {},
): Promise<ValidFile> {
  const names: string[] = [];
  const targets: number[] = [];
  const metadata: Readonly<Record<string, string>>[] = [];
  for await (const record of readRecordFile(path, { reuse: true })) {
    signal?.throwIfAborted();
    const place = `${path}: record ${String(names.length)}`;
    const { name, target } = await validateRecord(record, kind, place);
    names.push(name);
    metadata.push(readMetadata(record));
    if (target !== undefined) targets.push(target);
    onRecord?.();
  }
  if (names.length !== count)
    throw new UserError(
      `${path}: the name states ${String(count)} records, the file holds ${String(names.length)}`,
    );
  return { path, names, targets, metadata };
}

interface Label {
  readonly name: string;
  readonly target: number | undefined;
}

async function validateRecord(record: Uint8Array, kind: "train" | "test", place: string): Promise<Label> {
  const { image, image_name: name, target } = parseRecord(record, kind, place);
  if (target !== undefined && target !== 0 && target !== 1)
    throw new UserError(`${place}: target must be 0 or 1, got ${String(target)} (${name})`);
  try {
    probeJpeg(image);
    await checkPicture(image); // the pixels are decoded when they are used
  } catch (error) {
    throw decodeError(place, name, error);
  }
  return { name, target };
}

interface ImageRecord {
  readonly image: Uint8Array;
  readonly image_name: string;
  readonly target?: number | undefined;
}

function parseRecord(record: Uint8Array, kind: "train" | "test", place: string): ImageRecord {
  try {
    return kind === "train" ? parseExample(record, LABELLED) : parseExample(record, UNLABELLED);
  } catch (error) {
    if (!(error instanceof ExampleError)) throw error;
    throw new UserError(`${place}: ${error.message.replaceAll("\n", "; ")}`, { cause: error });
  }
}
