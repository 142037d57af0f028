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
