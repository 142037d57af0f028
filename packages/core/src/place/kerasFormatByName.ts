/**
 * Determines from its name whether a path is a Keras file.
 *
 * @returns `"h5"` for a name that ends in `.h5` or `.hdf5`, `"keras"` for `.keras`, or undefined for any other name.
 * @see keras/src/saving/saving_api.py, `save_model`
 * @example
 * ```ts
 * import { kerasFormatByName } from "@tensorloom/core/internal";
 *
 * kerasFormatByName("out/model.keras"); // => "keras"
 * kerasFormatByName("out/model.hdf5"); // => "h5"
 * kerasFormatByName("out/model"); // => undefined
 * ```
 */
export function kerasFormatByName(path: string): "h5" | "keras" | undefined {
  if (/\.keras$/i.test(path)) return "keras";
  return /\.(h5|hdf5)$/i.test(path) ? "h5" : undefined;
}
