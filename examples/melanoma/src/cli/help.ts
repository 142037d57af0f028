import { FLAGS } from "./flags.ts";

/** What `--help` prints. */
export function help(): string {
  const named = Object.entries(FLAGS).map(
    ([name, { value, help: text }]) =>
      [value === undefined ? `--${name}` : `--${name} ${value}`, text] as const,
  );
  const width = Math.max(...named.map(([flag]) => flag.length)) + 4;
  const lines = named.map(([flag, text]) => {
    const [first, ...more] = text.split("\n");
    return [`  ${flag.padEnd(width)}${first}`, ...more.map((line) => " ".repeat(width + 2) + line)].join(
      "\n",
    );
  });
  return `Trains a melanoma classifier on TFRecords of dermoscopy images and writes a submission.

npm run melanoma                  draws a sample and trains on it; needs neither network nor data
npm run melanoma -- --data DIR    trains on the SIIM-ISIC competition's files, or others like them

${lines.join("\n")}

Writes OUT/model (a tfjs layers-model), OUT/metrics.jsonl (one line an epoch) and
OUT/submission.csv. A run replaces what an earlier one wrote there. While it trains, OUT/model
holds the best epoch so far, and Ctrl-C leaves it. Exit code: 0, 1 (an error), 130 (Ctrl-C).
`;
}
