import { centralCrop, crop, type Image, resize, resizeWithPad } from "@tensorloom/image";
import type { ResolvedPreprocess } from "./preprocessOptions.ts";

/** Brings an image to the size that a model reads: crops, then resizes. */
export function fitImage(image: Image<Uint8Array>, options: ResolvedPreprocess): Image<Uint8Array> {
  const { height, width, method, antialias, fit } = options;
  const size = { height, width, method, antialias };
  const kept = options.crop === 1 ? image : centralCrop(image, options.crop);
  if (fit === "pad") return resizeWithPad(kept, size);
  return resize(fit === "crop" ? cropToRatio(kept, size) : kept, size);
}

/**
 * Crops an image to its largest central part that has the proportions of a size.
 *
 * The rounding is that of Keras's `smart_resize`, which `crop_to_aspect_ratio` calls.
 */
function cropToRatio(
  image: Image<Uint8Array>,
  size: { readonly height: number; readonly width: number },
): Image<Uint8Array> {
  const fitting = (side: number, other: number, ratio: number): number =>
    Math.max(1, Math.min(side, Math.trunc(other * ratio)));
  const height = fitting(image.height, image.width, size.height / size.width);
  const width = fitting(image.width, image.height, size.width / size.height);
  const top = Math.trunc((image.height - height) / 2);
  const left = Math.trunc((image.width - width) / 2);
  return crop(image, { top, left, height, width });
}
