import { type Example, type Feature } from "@tensorloom/tfrecord";
import { extensionOf } from "../picture/extensions.ts";
import type { ExtractSettings } from "./extractOptions.ts";
import type { FreeNames } from "./freeNames.ts";
import { safePath } from "./safePath.ts";

/** A picture of a record, and the file for it. */
export interface PlacedPicture {
  readonly bytes: Uint8Array;
  /** The path inside the output folder, with `/`. */
  readonly path: string;
}

/**
 * Chooses the file for the picture of a record: `CLASS/name.jpg`, by its features.
 *
 * @param record - The number of the record, which names pictures without a name.
 * @param classNames - The name of each class by its integer.
 * @returns Undefined if the record has no picture.
 * @throws RangeError if the feature is not one value of bytes.
 */
export function placeRecord(
  example: Example,
  record: number,
  settings: ExtractSettings,
  classNames: ReadonlyMap<bigint, string>,
  names: FreeNames,
): PlacedPicture | undefined {
  const { imageKey, nameKey, labelKey, flat } = settings;
  const image = example.get(imageKey);
  if (image === undefined || image.values.length === 0) return undefined;
  if (image.kind !== "bytes" || image.values.length > 1)
    throw new RangeError(
      `the feature ${imageKey} must be the bytes of one picture, got ${String(image.values.length)} of ${image.kind}`,
    );
  const [bytes] = image.values;
  const folder = flat ? "" : classFolder(example.get(labelKey), labelKey, classNames);
  const name = safePath(firstText(example.get(nameKey))) || `record-${String(record).padStart(6, "0")}`;
  const path = folder === "" ? name : `${folder}/${name}`;
  return { bytes, path: names.take(path, extensionOf(bytes)) };
}

function classFolder(
  label: Feature | undefined,
  labelKey: string,
  classNames: ReadonlyMap<bigint, string>,
): string {
  if (label === undefined || label.values.length === 0) return "";
  if (label.kind !== "int64" || label.values.length > 1)
    throw new RangeError(
      `the feature ${labelKey} must be the integer of a class, got ${String(label.values.length)} of ${label.kind}; extract flat, or name another feature`,
    );
  const [number] = label.values;
  const folder = safePath(classNames.get(number) ?? String(number)).replaceAll("/", "_");
  return folder === "" ? `_${String(number)}` : folder;
}

/** The text of a feature of one byte string or number; an empty text for others. */
function firstText(feature: Feature | undefined): string {
  if (feature?.values.length !== 1) return "";
  const [value] = feature.values;
  return typeof value === "object" ? new TextDecoder().decode(value) : String(value);
}
