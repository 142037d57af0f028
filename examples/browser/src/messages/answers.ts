/** The score of a class. */
export interface ClassScore {
  readonly label: string;
  readonly score: number;
}

/** A picture with what decided its class. */
export interface Overlay {
  readonly picture: ImageBitmap;
  /** The picture under a heatmap; undefined if none was asked for. */
  readonly heat: ImageBitmap | undefined;
}

/** What the model says about a picture. */
export interface Answer extends Overlay {
  /** All classes, the most probable first. */
  readonly scores: readonly ClassScore[];
  /** Milliseconds of the prediction alone. */
  readonly milliseconds: number;
}
