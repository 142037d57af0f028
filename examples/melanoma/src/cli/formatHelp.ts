import { FLAGS } from "./flags.ts";

/** Returns the text of `--help`. */
export function formatHelp(): string {
  const flags = Object.entries(FLAGS).map(([name, { value, help }]) => ({
    usage: value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  }));
  const width = Math.max(...flags.map(({ usage }) => usage.length)) + 4;
  const indent = " ".repeat(width + 2);
  const lines = flags.map(
    ({ usage, help }) => `  ${usage.padEnd(width)}${help.replaceAll("\n", `\n${indent}`)}`,
  );
  return `Trains a melanoma classifier on TFRecords of dermoscopy images and writes a submission.

npm run melanoma                  draws a sample and trains on it; needs neither network nor data
npm run melanoma -- --data DIR    trains on the SIIM-ISIC competition's files, or similar ones

${lines.join("\n")}

Writes OUT/model (a tfjs layers-model), OUT/metrics.jsonl (one line per epoch) and
OUT/submission.csv. A run replaces the results of an earlier run in OUT. While it trains, OUT/model
holds the best epoch so far. Ctrl-C and SIGTERM keep it, and --resume continues the run.
Exit code: 0, 1 (error), 130 (Ctrl-C), 143 (SIGTERM).
`;
}
