import { random } from "@tensorloom/core";
import type { AugmentationSettings } from "../../messages/settings.ts";
import { bitmapOf } from "../pictures/bitmapOf.ts";
import { decodePicture } from "../pictures/decodePicture.ts";
import type { PictureStore } from "../pictures/pictureStore.ts";
import { augmentationOf } from "./augmentationOf.ts";

const ROWS = 3;
const COLUMNS = 6;

/** A picture of each of the first classes, followed by what training makes of it. */
export function augmentationRows(
  store: PictureStore,
  { names, size }: AugmentationSettings,
): Promise<readonly (readonly ImageBitmap[])[]> {
  const augment = augmentationOf(names, size) ?? ((image) => image);
  const firsts = store.classes
    .slice(0, ROWS)
    .map((_, label) => store.pictures.find((one) => one.label === label));
  const rows = firsts
    .filter((one) => one !== undefined)
    .map(async ({ file, path }, row) => {
      const image = await decodePicture(file, size, path);
      const changed = Array.from({ length: COLUMNS }, (_, column) => augment(image, random(1, column, row)));
      return Promise.all([image, ...changed].map(bitmapOf));
    });
  return Promise.all(rows);
}
