import { flipLeftRight, resize, type Image } from "@tensorloom/image";
import { decodeJpeg } from "@tensorloom/image/node";
import type { RecordFile } from "@tensorloom/tfrecord";
import { openRecordFile } from "@tensorloom/tfrecord/node";
import { imageRecord } from "./files/parseRecord.ts";
import type { SurveyedFile } from "./files/validateFiles.ts";
import { undecodable } from "./files/decodeError.ts";
import { UserError } from "./cli/userError.ts";

/** An image with what is known of it. */
export interface LabelledImage {
  /** `[size, size, 3]` bytes. */
  readonly image: Image<Uint8Array>;
  readonly name: string;
  /** 1 malignant, 0 benign; 0 for test images, whose labels nobody has. */
  readonly target: number;
}

/** The images of some files by position: one file after another, decoded when asked for. */
export interface Images {
  readonly length: number;
  at(position: number): Promise<LabelledImage>;
  close(): Promise<void>;
}

/**
 * Opens files for reading by position; only headers are read until an image is asked for.
 *
 * @param size - Height and width that each image is resized to, in pixels.
 */
export async function openImages(files: readonly SurveyedFile[], size: number): Promise<Images> {
  const opened = await Promise.all(files.map(({ path }) => openRecordFile(path)));
  const places = files.flatMap((file, index) =>
    file.names.map((_, record) => ({ file, opened: opened[index], record })),
  );
  return {
    length: places.length,
    at: (position) => {
      const place = places.at(position);
      if (place === undefined) throw new RangeError(`images: there is no position ${String(position)}`);
      return labelled(place.file, place.opened, place.record, size);
    },
    close: async () => {
      await Promise.all(opened.map((file) => file.close()));
    },
  };
}

/** The same images, left and right exchanged. */
export function mirrored({ image, ...rest }: LabelledImage): LabelledImage {
  return { ...rest, image: flipLeftRight(image) };
}

async function labelled(
  { path, kind }: SurveyedFile,
  opened: RecordFile,
  record: number,
  size: number,
): Promise<LabelledImage> {
  const where = `${path}: record ${String(record)}`;
  const bytes = await opened.at(record);
  if (bytes === undefined) throw new UserError(`${where} is gone: the file has changed`);
  const { image, image_name: name, target = 0 } = imageRecord(bytes, kind, where);
  try {
    const decoded = await decodeJpeg(image, { channels: 3 });
    return { image: resize(decoded, { height: size, width: size }), name, target };
  } catch (error) {
    throw undecodable(where, name, error);
  }
}
