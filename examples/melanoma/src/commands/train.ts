import type { Command } from "../cli/command.ts";
import { TRAIN_FLAGS } from "../cli/flags.ts";
import { parseOptions } from "../cli/parseOptions.ts";
import { runTraining } from "../job/runTraining.ts";

/** `train`: also what the program does without a command. */
export const train: Command = {
  summary: "trains a classifier on your pictures, and writes a run with its report",
  flags: TRAIN_FLAGS,
  notes: `Writes OUT/model (a tfjs layers-model), OUT/metrics.jsonl (one line per epoch) and, if the data
have test files, OUT/submission.csv. A run replaces the results of an earlier run in OUT. While it
trains, OUT/model holds the best epoch so far. Ctrl-C and SIGTERM keep it, and --resume continues
the run. Exit code: 0, 1 (error), 130 (Ctrl-C), 143 (SIGTERM).`,
  run: (line, io, sample) => runTraining(parseOptions(line), io, sample),
};
