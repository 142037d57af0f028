import { checkOptions, finite, integer, isObject, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { type Image, resize, toRgb, toUint8 } from "@tensorloom/image";
import { COLORMAPS, type ColormapName, colorTable } from "./colormap.ts";

/**
 * Options of {@link overlayHeatmap}.
 *
 * @inline
 */
export interface OverlayHeatmapOptions {
  /** The colours from 0 to 1. Default `"turbo"`; `"viridis"` is readable for colour-blind eyes; `"jet"` is the papers'. */
  readonly colormap?: ColormapName | undefined;
  /** The share of the colour of a pixel, 0..1. Default 0.5. */
  readonly alpha?: number | undefined;
}

const OPTIONS: OptionKinds<OverlayHeatmapOptions> = { colormap: "string", alpha: "number" };

/**
 * Draws a heatmap over an image.
 *
 * A pixel is `(1 - alpha) image + alpha color(map)`, rounded. A map of another size is resized to the image's, bilinearly;
 * numbers outside 0..1 are clipped.
 *
 * @param image - Bytes, or floats in 0..1; gray or RGB, and alpha is dropped. The picture may be larger than what the model read.
 * @param map - One channel, in 0..1: `heatmap` or `map` of a {@link SaliencyMap}.
 * @returns RGB bytes.
 * @throws RangeError if the map does not have one channel of finite numbers, or an option is out of range.
 * @example
 * ```ts
 * import { overlayHeatmap } from "@tensorloom/explain";
 *
 * const image = { data: Uint8Array.of(0, 100), height: 1, width: 2, channels: 1 };
 * const map = { data: Float32Array.of(0, 1), height: 1, width: 2, channels: 1 };
 * overlayHeatmap(image, map, { colormap: "jet" }).data; // => Uint8Array.of(0, 0, 64, 114, 50, 50)
 * ```
 */
export function overlayHeatmap(
  image: Image,
  map: Image,
  options: OverlayHeatmapOptions = {},
): Image<Uint8Array> {
  const { colormap = "turbo", alpha = 0.5 } = checkOptions("overlayHeatmap", options, OPTIONS);
  oneOf("overlayHeatmap: colormap", colormap, COLORMAPS);
  finite("overlayHeatmap: alpha", alpha, 0, 1);
  const picture = toRgb(toUint8(image));
  const levels = levelsOf(map, picture);
  const colors = colorTable(colormap);
  const data = new Uint8Array(picture.data.length);
  for (let pixel = 0, at = 0; pixel < levels.length; pixel++)
    for (let color = 3 * levels[pixel], end = at + 3; at < end; at++, color++)
      data[at] = Math.round((1 - alpha) * picture.data[at] + alpha * colors[color]);
  return { ...picture, data };
}

/** The map as numbers of colours, 0..255, at the size of the picture. */
function levelsOf(map: Image, { height, width }: Image): Uint8Array {
  const value: unknown = map; // JavaScript may pass the result of gradCam
  if (isObject(value) && "heatmap" in value)
    throw new TypeError(
      "overlayHeatmap: map must be an image of one channel; pass the heatmap of the result",
    );
  integer("overlayHeatmap: map.channels", map.channels, 1, 1);
  const { data } = map.height === height && map.width === width ? map : resize(map, { height, width });
  if (data instanceof Uint8Array)
    throw new TypeError("overlayHeatmap: map.data must be floats in 0..1, got bytes");
  const levels = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const value = finite("overlayHeatmap: map", data[at]);
    levels[at] = Math.round(255 * Math.min(1, Math.max(0, value)));
  }
  return levels;
}
