import { gradCam, overlayHeatmap } from "@tensorloom/explain";
import { type Image, resize } from "@tensorloom/image";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Overlay } from "../../messages/answers.ts";
import { bitmapOf } from "../pictures/bitmapOf.ts";

/** The side of the pictures that the page shows, in pixels. */
const SIDE = 224;

/** Each image beside itself under a Grad-CAM map of the predicted class. */
export async function explainImages(
  model: LayersModel,
  images: readonly Image<Uint8Array>[],
): Promise<readonly Overlay[]> {
  if (images.length === 0) return [];
  const maps = await gradCam(model, images, { batchSize: 8 });
  return Promise.all(
    maps.map(async ({ heatmap }, at) => {
      const image = enlarge(images[at]);
      const heat = await bitmapOf(overlayHeatmap(image, heatmap, { alpha: 0.5 }));
      return { picture: await bitmapOf(image), heat };
    }),
  );
}

/** A copy that looks smooth when it is shown large. */
export function enlarge(image: Image<Uint8Array>): Image<Uint8Array> {
  return image.height >= SIDE ? image : resize(image, { height: SIDE, width: SIDE, method: "bicubic" });
}
