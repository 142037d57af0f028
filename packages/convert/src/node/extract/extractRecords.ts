import { errorMessage } from "@tensorloom/core/internal";
import { checkPlace, folderOf, joinPlace } from "@tensorloom/core/internal/node";
import { decodeSequenceExample, type Example, ExampleError } from "@tensorloom/tfrecord";
import { findRecordFiles, readRecordFile } from "@tensorloom/tfrecord/node";
import { type LabelMap, readLabelMap } from "../create/labelMap.ts";
import { checkExtractOptions, type ExtractRecordsOptions, type ExtractSettings } from "./extractOptions.ts";
import { FreeNames } from "./freeNames.ts";
import type { NewFolder } from "./newFolder.ts";
import { openNewFolder } from "./openNewFolder.ts";
import { pictureWriter } from "./pictureWriter.ts";
import { placeRecord } from "./placeRecord.ts";
import { recordTable } from "./recordTable.ts";

/**
 * What {@link extractRecords} wrote.
 *
 * @inline
 */
export interface ExtractedRecords {
  /** The number of records. */
  readonly records: number;
  /** The number of files with pictures. */
  readonly images: number;
}

/**
 * Writes the records of TFRecord files as pictures in folders and a table. It undoes {@link createRecords}.
 *
 * The picture of a record becomes `out/CLASS/NAME.jpg` with the bytes of the record, and its other features a row of
 * `out/records.csv`, whose column `image` has the path of the picture. Names are safe on every system: none leads out of
 * the folder, and equal ones are numbered, `name-2.jpg`. The folder appears when everything is written. At an address, each
 * picture is an object that appears when it is written, and the table is the last one.
 *
 * @param source - Paths and globs of TFRecord files with Examples, or their records.
 * @param out - The folder, or an address such as `s3://isic/pictures`: a new or an empty one.
 * @throws TFRecordError for damage; RangeError that names the record if it is not an Example, or CSV cannot hold a feature; Error if the folder has files; FileWriteError; the signal's reason. Nothing is left then.
 * @example
 * ```ts
 * import { extractRecords } from "@tensorloom/convert/node";
 * import { readdirSync, readFileSync, rmSync } from "node:fs";
 *
 * const { images } = await extractRecords("train00-16.tfrec", "extracted", { labels: ["benign", "malignant"] });
 * const [header, first] = readFileSync("extracted/records.csv", "utf8").split("\n");
 * const folders = readdirSync("extracted");
 * rmSync("extracted", { recursive: true });
 * images; // => 16
 * folders; // => ["benign", "labels.json", "malignant", "records.csv"]
 * [header, first]; // => ["image,image_name,target", "benign/IMAGE_0.jpg,IMAGE_0,0"]
 * ```
 */
export async function extractRecords(
  source: string | readonly string[] | AsyncIterable<Uint8Array>,
  out: string,
  options: ExtractRecordsOptions = {},
): Promise<ExtractedRecords> {
  const settings = checkExtractOptions(options);
  const place = checkPlace("extractRecords: out", out);
  settings.signal?.throwIfAborted();
  const files = isRecords(source) ? [] : await findRecordFiles(source);
  const labels =
    settings.labels ??
    (files.length > 0 ? await readLabelMap(joinPlace(folderOf(files[0]), "labels.json")) : undefined);
  const folder = await openNewFolder("extractRecords", place);
  try {
    const counts = await writeAll(placedRecords(source, files), folder, settings, labels);
    if (labels !== undefined) await folder.write("labels.json", `${JSON.stringify(labels, undefined, 2)}\n`);
    await folder.commit();
    return counts;
  } catch (error) {
    await folder.discard();
    throw error;
  }
}

type Source = string | readonly string[] | AsyncIterable<Uint8Array>;

/** A record and its place, for errors. */
interface PlacedRecord {
  readonly record: Uint8Array;
  /** `train00-16.tfrec, record 3` */
  readonly place: string;
}

async function* placedRecords(
  source: Source,
  files: readonly string[],
): AsyncGenerator<PlacedRecord, void, undefined> {
  if (isRecords(source)) {
    let number = 0;
    for await (const record of source) yield { record, place: `record ${String(number++)}` };
    return;
  }
  for (const file of files) {
    let number = 0;
    for await (const record of readRecordFile(file))
      yield { record, place: `${file}, record ${String(number++)}` };
  }
}

function isRecords(source: Source): source is AsyncIterable<Uint8Array> {
  return typeof source === "object" && Symbol.asyncIterator in source;
}

async function writeAll(
  records: AsyncIterable<PlacedRecord>,
  folder: NewFolder,
  settings: ExtractSettings,
  labels: LabelMap | undefined,
): Promise<ExtractedRecords> {
  const { table: format, imageKey, signal, onProgress } = settings;
  const classNames = new Map(Object.entries(labels ?? {}).map(([name, number]) => [BigInt(number), name]));
  const table = format === null ? undefined : recordTable(format);
  const names = new FreeNames();
  const writer = pictureWriter(folder);
  for (const reserved of ["labels.json", `records.${String(format)}`]) names.reserve(reserved);
  let [count, images] = [0, 0];
  try {
    for await (const { record, place } of records) {
      signal?.throwIfAborted();
      try {
        const example = decode(record);
        const picture = placeRecord(example, count, settings, classNames, names);
        if (picture !== undefined) await writer.write(picture.path, picture.bytes);
        table?.add(example, picture === undefined ? new Map() : new Map([[imageKey, picture.path]]));
        images += picture === undefined ? 0 : 1;
      } catch (error) {
        if (!(error instanceof RangeError || error instanceof ExampleError)) throw error;
        throw new RangeError(`extractRecords: ${place}: ${errorMessage(error)}`, { cause: error });
      }
      count += 1;
      onProgress?.(count);
    }
    await writer.finish();
  } catch (error) {
    await writer.finish().catch(() => undefined); // nothing is written after this
    throw error;
  }
  if (table !== undefined) await folder.write(`records.${String(format)}`, table.lines());
  return { records: count, images };
}

function decode(record: Uint8Array): Example {
  const { context, featureLists } = decodeSequenceExample(record);
  if (featureLists.size > 0)
    throw new RangeError(
      `it is a SequenceExample, with the feature lists ${[...featureLists.keys()].join(", ")}; only Examples can be extracted`,
    );
  return context;
}
