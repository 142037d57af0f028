import type { Answer, Overlay } from "./answers.ts";
import type { Engine, EngineChoice } from "./engines.ts";
import type { PictureFile, PictureSet } from "./pictures.ts";
import type { RunResult } from "./results.ts";
import type { AugmentationSettings, SavedRun, TrainSettings } from "./settings.ts";

/** A file that the page offers for download. */
export interface DownloadFile {
  readonly name: string;
  readonly blob: Blob;
}

/** The formats of a trained model. */
export type ModelFormat = "tfjs" | "keras" | "h5" | "onnx";

/** What the page asks the worker, by name: the argument, and what the promise resolves to. */
export interface Calls {
  /**
   * Computes with another engine from now on, also what was trained before.
   *
   * The error says why it does not start; then the last one stays.
   */
  chooseEngine(choice: EngineChoice): Engine;
  /** Adds files; the folder of each is its class. */
  addPictures(files: readonly PictureFile[]): PictureSet;
  /** Draws a small set, the same for each seed, in place of all pictures. */
  drawPictures(seed: number): PictureSet;
  clearPictures(argument: undefined): PictureSet;
  /** A few pictures, each followed by augmented versions. */
  showAugmentations(settings: AugmentationSettings): readonly (readonly ImageBitmap[])[];
  /** Trains in stages. Epochs and progress arrive as events. */
  train(settings: TrainSettings): RunResult;
  /** The run that an earlier visit has left, if there is one. */
  findSavedRun(argument: undefined): SavedRun | undefined;
  /** Loads the pictures of that run. */
  loadSavedPictures(argument: undefined): PictureSet;
  /** Continues it to its end. */
  continueRun(argument: undefined): RunResult;
  discardRun(argument: undefined): void;
  pause(argument: undefined): void;
  resume(argument: undefined): void;
  /** Ends the run after this step; what was trained stays. */
  stop(argument: undefined): void;
  /** Small pictures of the rows. */
  thumbnails(ids: readonly number[]): readonly ImageBitmap[];
  /** What the model saw in pictures of the set. */
  explain(ids: readonly number[]): readonly Overlay[];
  /** Classifies a picture that is not of the set. */
  classify(question: { readonly picture: Blob | ImageBitmap; readonly explain: boolean }): Answer;
  download(format: ModelFormat): DownloadFile;
}
