/**
 * The name of a file with an image: it ends as the formats that `decodeImage` of `@tensorloom/image` reads, in any case.
 *
 * @example
 * ```ts
 * import { IMAGE_NAME } from "@tensorloom/core/internal";
 *
 * IMAGE_NAME.test("nevus.JPG"); // => true
 * "nevus.JPG".replace(IMAGE_NAME, ""); // => "nevus"
 * ```
 */
export const IMAGE_NAME: Readonly<RegExp> = /\.(?:jpe?g|png|webp|gif|bmp|avif)$/i;

/**
 * The ends of {@link IMAGE_NAME}, for messages.
 *
 * @example
 * ```ts
 * import { IMAGE_ENDINGS } from "@tensorloom/core/internal";
 *
 * IMAGE_ENDINGS; // => ".jpg, .jpeg, .png, .webp, .gif, .bmp or .avif"
 * ```
 */
export const IMAGE_ENDINGS = ".jpg, .jpeg, .png, .webp, .gif, .bmp or .avif";
