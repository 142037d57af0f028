import { shown } from "@tensorloom/core/internal";
import {
  decodeJpeg,
  decodePng,
  dropAlpha,
  encodeJpeg,
  encodePng,
  exifOrientation,
  type Image,
  ImageError,
  orient,
  resize,
} from "@tensorloom/image";
import { readFile } from "node:fs";
import { promisify } from "node:util";
import { pictureFormat } from "./pictureFormat.ts";
import type { PictureSettings } from "./pictureSettings.ts";
import { targetSize } from "./targetSize.ts";

/** A picture to convert: plain data, so that it can be sent to a thread. */
export interface PictureJob extends PictureSettings {
  readonly path: string;
}

/** The bytes of a picture for its record, or what is wrong with the file. */
export type PictureResult =
  | { readonly bytes: Uint8Array; readonly damage?: undefined }
  | { readonly bytes?: undefined; readonly damage: string };

const DEFAULT_QUALITY = 95;

/** It takes half the time of node:fs/promises: 40 instead of 75 microseconds for a small file. */
const readBytes = promisify(readFile);

/**
 * Reads a picture, and resizes and encodes it if the settings say so; else its bytes stay as they are.
 *
 * @returns The damage, without the path, if the bytes are not a picture.
 * @throws The system's error if the file cannot be read; Error if its format cannot be decoded, and it would have to be.
 */
export async function convertPicture(job: PictureJob): Promise<PictureResult> {
  const bytes = new Uint8Array(await readBytes(job.path)); // memory of its own, which can be transferred
  if (bytes.length === 0) return { damage: "the file is empty" };
  try {
    return { bytes: await convertBytes(bytes, job) };
  } catch (error) {
    if (error instanceof ImageError) return { damage: error.message };
    throw error;
  }
}

async function convertBytes(bytes: Uint8Array, job: PictureJob): Promise<Uint8Array> {
  const { size, quality, method, verify, path } = job;
  const format = pictureFormat(bytes);
  if (format === undefined) throw new ImageError(notAPicture(bytes), { format: "picture" });
  const converts = size !== undefined || quality !== undefined;
  if (!converts && !verify) return bytes;
  if (format !== "jpeg" && format !== "png") {
    if (!converts) return bytes;
    throw new Error(
      `${path}: ${format} pictures can be stored as they are, but not resized or encoded; convert the file to PNG first`,
    );
  }
  const decoded = format === "jpeg" ? await decodeJpeg(bytes) : await decodePng(bytes);
  if (!converts) return bytes;
  const orientation = format === "jpeg" ? exifOrientation(bytes) : 1;
  const upright = orientation === 1 ? decoded : orient(decoded, orientation);
  const [height, width] = targetSize(upright, size);
  const fits = height === upright.height && width === upright.width;
  if (fits && orientation === 1 && quality === undefined) return bytes;
  const resized = fits ? upright : resize(upright, { height, width, method, antialias: true });
  if (format === "png" && quality === undefined) return encodePng(resized);
  return encodeJpeg(withoutAlpha(resized), { quality: quality ?? DEFAULT_QUALITY });
}

function withoutAlpha(image: Image<Uint8Array>): Image<Uint8Array> {
  return image.channels === 2 || image.channels === 4 ? dropAlpha(image) : image;
}

function notAPicture(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 8)).replaceAll(/[^\x20-\x7e]/g, ".");
  return `the file is not a JPEG, PNG, WebP, GIF or BMP; it starts with ${shown(start)}`;
}
