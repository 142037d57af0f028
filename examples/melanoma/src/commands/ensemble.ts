import type { Command } from "../cli/command.ts";
import { HELP } from "../cli/flag.ts";
import { UserError } from "../cli/userError.ts";
import { choice } from "../cli/values.ts";
import { AVERAGES } from "../folds/averages.ts";

/** `ensemble`: one submission of several. */
export const ensemble: Command = {
  summary: "averages CSV files of scores, and measures them if the classes are known",
  words: { usage: "CSV CSV…", min: 2, max: 1000 },
  flags: {
    average: {
      value: "NAME",
      help: "mean, geometric (mean), or rank: the mean of the ranks, which compares models\nwhose scores have different scales; default mean",
    },
    weights: { value: "LIST", help: "the weight of each file, such as 2,1,1; default: all the same" },
    labels: {
      value: "CSV",
      help: "the true classes: a column of names, and target with 0 or 1\ndefault: those of the first file, if it has prediction beside target",
    },
    out: { value: "FILE", help: "the CSV that is written; default out/ensemble.csv" },
    help: HELP,
  },
  notes: `The files must have the same rows, in any order. A column image_name, id, isic_id or image has the
names; prediction, pred, score, output or target has the scores. The CSV files of predict are read, too.`,
  async run({ words, flags }, io) {
    const { runEnsemble } = await import("../folds/runEnsemble.ts");
    const average = choice(flags, "average", Object.keys(AVERAGES) as (keyof typeof AVERAGES)[], "mean"); // its keys
    const out = flags.get("out") ?? "out/ensemble.csv";
    const weights = flags.get("weights");
    const options = { average, out, weights: weights === undefined ? undefined : parseWeights(weights) };
    await runEnsemble(words, { ...options, labels: flags.get("labels") }, io);
  },
};

function parseWeights(text: string): readonly number[] {
  return text.split(",").map((part) => {
    const value = Number(part);
    if (part.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
    throw new UserError(`--weights must be numbers of at least 0, such as 2,1,1, got "${text}"`);
  });
}
