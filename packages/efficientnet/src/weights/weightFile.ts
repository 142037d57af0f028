import { oneOf } from "@tensorloom/core/internal";
import { VARIANTS, type Variant } from "../architecture/variants.ts";
import { WEIGHT_FILES, WEIGHT_SOURCES, type WeightSource } from "./publishedFiles.ts";

/** One published file. */
export interface WeightFile {
  readonly name: string;
  readonly url: string;
  readonly algorithm: "md5" | "sha256";
  /** In hexadecimal. */
  readonly digest: string;
}

/**
 * Which file holds a variant's published weights, where it is and what its hash is.
 *
 * @param top - Whether the file with the classifier of 1000 classes is wanted. Default true.
 * @throws RangeError where the variant or the source is none.
 * @example
 * ```ts
 * import { weightFile } from "@tensorloom/efficientnet";
 *
 * weightFile("B3", "imagenet", false).url; // => "https://storage.googleapis.com/keras-applications/efficientnetb3_notop.h5"
 * ```
 */
export function weightFile(variant: Variant, source: WeightSource, top = true): WeightFile {
  oneOf("weightFile: variant", variant, VARIANTS);
  oneOf("weightFile: source", source, WEIGHT_SOURCES);
  const { folder, name: parts, algorithm, digests } = WEIGHT_FILES[source];
  const name = `${parts[0]}${variant.slice(1)}${parts[1]}${top ? "" : "_notop"}.h5`;
  return { name, url: `${folder}/${name}`, algorithm, digest: digests[variant][top ? 0 : 1] };
}
