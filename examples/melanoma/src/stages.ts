import type { Dataset } from "@tensorloom/data";
import type { Schedule } from "@tensorloom/schedules";
import type { Batch, EpochEnd } from "@tensorloom/training";
import { HEAD_BATCH, headEpochs, type Options } from "./cli/options.ts";
import { buildSchedule } from "./schedule.ts";

/** A part of training: which layers, for how long, and how fast. */
export interface Stage {
  readonly trains: "head" | "all";
  readonly epochs: number;
  readonly batch: number;
  readonly schedule: Schedule;
  /** Whether the rate is halved when the validation loss stops improving. */
  readonly reduceOnPlateau: boolean;
  readonly keep: Options["keep"];
}

/** The metrics of an epoch, and its stage. */
export interface EpochRecord extends EpochEnd {
  readonly stage: Stage;
}

/** The data of a stage. */
export interface StageData {
  readonly train: Dataset<Batch>;
  /** Number of images in `train`, which repeats without end. */
  readonly images: number;
  readonly validation: Dataset<Batch>;
}

/**
 * Plans the stages of a run: the head, or every layer.
 *
 * Before every layer of a pretrained network is trained, its head is trained alone, because the gradients of a random
 * head would destroy what the backbone has learnt. `--schedule` and `--rate` are those of the last stage.
 *
 * @see Kumar et al. 2022, arXiv:2202.10054: linear probing, then fine-tuning
 */
export function planStages(
  options: Pick<Options, "train" | "weights" | "epochs" | "batch" | "keep" | "data" | "schedule" | "rate">,
): readonly Stage[] {
  const { train, weights, epochs, batch, keep, data } = options;
  const pretrained = weights.from !== "none";
  const schedule = buildSchedule({ ...options, pretrained });
  const last: Stage = {
    trains: train,
    epochs,
    batch,
    schedule,
    reduceOnPlateau: options.schedule === "plateau",
    keep,
  };
  if (train === "head" || !pretrained) return [last];
  const head = { train: "head", batch: HEAD_BATCH, epochs: headEpochs(data), pretrained } as const;
  return [
    {
      trains: "head",
      epochs: head.epochs,
      batch: head.batch,
      schedule: buildSchedule(head),
      reduceOnPlateau: false,
      keep: "last",
    },
    last,
  ];
}
