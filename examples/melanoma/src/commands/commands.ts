import type { Command } from "../cli/command.ts";
import { ensemble } from "./ensemble.ts";
import { evaluate } from "./evaluate.ts";
import { explain } from "./explain.ts";
import { folds } from "./folds.ts";
import { predict } from "./predict.ts";
import { report } from "./report.ts";
import { sample } from "./sample.ts";
import { train } from "./train.ts";

/** The commands by name, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  sample,
  train,
  evaluate,
  predict,
  folds,
  ensemble,
  report,
  explain,
};
