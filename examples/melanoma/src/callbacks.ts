import { joinPlace } from "@tensorloom/core/internal/node";
import { type Callback, earlyStopping, reduceOnPlateau } from "@tensorloom/training";
import { metricsLog, modelCheckpoint } from "@tensorloom/training/node";
import type { CommandIO } from "./cli/commandIO.ts";
import { epochLog } from "./cli/epochLog.ts";
import type { PictureModel } from "./model.ts";
import type { EpochRecord, Stage } from "./stages.ts";

/** `--schedule plateau`: half the rate after three epochs without a lower validation loss. */
const PLATEAU = { factor: 0.5, patience: 3 } as const;

/** The callbacks of a stage: they print, log and save its epochs. */
export function buildCallbacks(
  { whole }: PictureModel,
  stage: Stage,
  { out, before }: { readonly out: string; readonly before: EpochRecord | undefined },
  io: CommandIO,
): readonly Callback[] {
  return [
    epochLog(io),
    metricsLog(joinPlace(out, "metrics.jsonl"), { clock: io.clock, append: before !== undefined }),
    // Saves the whole model, also when the head alone is trained.
    modelCheckpoint(joinPlace(out, "model"), { model: whole, baseline: before?.logs["val_loss"] }),
    ...(stage.reduceOnPlateau ? [reduceOnPlateau(PLATEAU)] : []),
    // Never stops; restores the weights of the best epoch at the end.
    ...(stage.keep === "best" ? [earlyStopping({ patience: Infinity })] : []),
  ];
}
