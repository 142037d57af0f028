import { joinPlace } from "@tensorloom/core/internal/node";
import type { Command } from "../cli/command.ts";
import { HELP } from "../cli/flag.ts";
import { decimal } from "../cli/values.ts";

/** `report`: writes the report of a run again, or one that compares several. */
export const report: Command = {
  summary: "writes the report of a run again, or one page that compares several runs",
  words: { usage: "RUN…", min: 1, max: Infinity },
  flags: {
    sensitivity: {
      value: "X",
      help: "the sensitivity that thresholds reach, such as 0.9; default: the runs' own\nthresholds",
    },
    out: {
      value: "FILE",
      help: "the .html file to write; default RUN/report.html, or comparison.html for\nseveral runs",
    },
    help: HELP,
  },
  async run({ words, flags }, io) {
    const { checkOutputFile } = await import("../files/checkOutputFile.ts");
    await checkOutputFile(flags.get("out"));
    const sensitivity = decimal(flags, "sensitivity", { min: 0.01, max: 1 });
    const { readRun, writeReport } = await import("@tensorloom/report/node");
    const runs = await Promise.all(words.map((folder) => readRun(folder)));
    const path =
      flags.get("out") ?? (words.length === 1 ? joinPlace(words[0], "report.html") : "comparison.html");
    await writeReport(path, runs, { sensitivity });
    io.stdout.write(`${path}\n`);
  },
};
