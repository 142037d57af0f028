/**
 * A picture of the data, or of a row that the model is sure about.
 *
 * @example
 * ```ts
 * import { encodePngSync } from "@tensorloom/image";
 * import type { RunPicture } from "@tensorloom/report";
 *
 * const image = encodePngSync({ data: new Uint8Array(12), height: 2, width: 2, channels: 3 });
 * const picture: RunPicture = { role: "mistake", id: "ISIC_7", image, label: "benign", predicted: "malignant", score: 0.97 };
 * picture.role; // => "mistake"
 * ```
 */
export interface RunPicture {
  /** Its section: the examples of the data, the surest mistakes or the surest hits. */
  readonly role: "example" | "mistake" | "hit";
  /** The name of its row. */
  readonly id: string;
  /** A JPEG or PNG file, small: 128 to 320 pixels a side. */
  readonly image: Uint8Array;
  /** A JPEG or PNG file of the same picture with a heat map over it, such as Grad-CAM's. */
  readonly overlay?: Uint8Array | undefined;
  /** The name of its true class. */
  readonly label?: string | undefined;
  /** The name of the predicted class. */
  readonly predicted?: string | undefined;
  /** The score of the predicted class. */
  readonly score?: number | undefined;
  /** More to say about it, in a few words. */
  readonly caption?: string | undefined;
}
