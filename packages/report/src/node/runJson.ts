import type { Run } from "../run/run.ts";
import type { RunPicture } from "../run/runPicture.ts";

/** The name of the file that describes a run. */
export const RUN_FILE = "run.json";

/** What `run.json` says about itself: its format, and the version of the format. */
export const RUN_FORMAT = { format: "tensorloom-run", version: 1 } as const;

/** A picture in `run.json`: paths from the folder instead of bytes. */
export interface PictureEntry extends Omit<RunPicture, "image" | "overlay"> {
  readonly image: string;
  readonly overlay?: string | undefined;
}

/** The content of `run.json`: all of a run that has no file of its own. */
export type RunJson = Omit<Run, "epochs" | "predictions" | "pictures"> & {
  readonly format: string;
  readonly version: number;
  readonly pictures?: readonly PictureEntry[] | undefined;
};
