import type { Command, CommandLine } from "../cli/command.ts";
import { TRAIN_FLAGS } from "../cli/flags.ts";
import { parseOptions } from "../cli/parseOptions.ts";
import { UserError } from "../cli/userError.ts";
import { parseRecipe } from "../folds/parseRecipe.ts";
import { RECIPE_FLAG, RECIPE_PART_FLAGS } from "../folds/recipeFlags.ts";

/** `train`: also what the program does without a command. */
export const train: Command = {
  summary: "trains a classifier on your pictures, and writes a run with its report",
  flags: { ...RECIPE_FLAG, ...TRAIN_FLAGS, ...RECIPE_PART_FLAGS },
  notes: `Writes OUT/model (a tfjs layers-model), OUT/metrics.jsonl (one line per epoch) and, if the data
have test files, OUT/submission.csv. A run replaces the results of an earlier run in OUT. While it
trains, OUT/model holds the best epoch so far. Ctrl-C and SIGTERM keep it, and --resume continues
the run. Exit code: 0, 1 (error), 130 (Ctrl-C), 143 (SIGTERM).`,
  check(line) {
    if (line.flags.has("recipe")) parseRecipe(line.flags, "notebook");
    else parseOptions(withoutRecipe(line));
  },
  async run(line, io, sample) {
    if (line.flags.has("recipe")) {
      const { runRecipe } = await import("../folds/runRecipe.ts");
      await runRecipe(parseRecipe(line.flags, "notebook"), io, sample);
    } else {
      const { runTraining } = await import("../job/runTraining.ts");
      await runTraining(parseOptions(withoutRecipe(line)), io, sample);
    }
  },
};

/** @throws UserError if a flag of recipes is used without one. */
function withoutRecipe(line: CommandLine): CommandLine {
  const lost = Object.keys(RECIPE_PART_FLAGS).find((flag) => line.flags.has(flag));
  if (lost !== undefined)
    throw new UserError(`--${lost} needs --recipe folds or winner, or the command folds`);
  return line;
}
