/** A picture as the page hands it to the worker. */
export interface PictureFile {
  /** The path in what was dropped, such as `pets/cat/1.jpg`. */
  readonly path: string;
  readonly file: Blob;
}

/** A class of the set. */
export interface PictureClass {
  readonly name: string;
  readonly count: number;
  /** The first few, for the page. */
  readonly thumbnails: readonly ImageBitmap[];
}

/** All pictures that the worker has. */
export interface PictureSet {
  readonly classes: readonly PictureClass[];
  /** How many pictures are held back for validation. */
  readonly validation: number;
  /** Why files were left out, one sentence for each reason. */
  readonly notes: readonly string[];
}
