import type { Command } from "../cli/command.ts";
import { COMPUTE_FLAGS, parseComputeOptions } from "../cli/compute.ts";
import { DATA_FLAGS } from "../cli/dataFlags.ts";
import { HELP } from "../cli/flag.ts";
import { formatTable } from "../cli/formatTable.ts";
import { parseDataOptions } from "../cli/parseDataOptions.ts";
import { required } from "../cli/values.ts";

/** `evaluate`: measures a run on other labelled pictures. */
export const evaluate: Command = {
  summary: "measures a run on other labelled pictures, with confidence intervals",
  words: { usage: "RUN", min: 1, max: 1 },
  flags: {
    ...DATA_FLAGS,
    out: { value: "FILE", help: "a .csv file for the scores; default: none is written" },
    ...COMPUTE_FLAGS,
    help: HELP,
  },
  async run({ words: [folder], flags }, io) {
    const path = required(flags, "data", "PATH");
    const { checkOutputFile } = await import("../files/checkOutputFile.ts");
    const { checkTableFlags } = await import("../pictures/checkTableFlags.ts");
    const options = parseDataOptions(flags);
    checkTableFlags(options, path);
    await checkOutputFile(flags.get("out"));
    const { writePlace } = await import("@tensorloom/core/internal/node");
    const { checkPictures } = await import("../pictures/checkPictures.ts");
    const { openData } = await import("../pictures/openData.ts");
    const { openSavedRun } = await import("../run/savedRun.ts");
    const { evaluatePictures } = await import("../results/evaluatePictures.ts");
    const saved = await openSavedRun(folder, parseComputeOptions(flags), io);
    try {
      const data = await openData(path, options, io, saved.labels);
      try {
        await checkPictures(data.paths);
        const { summary, csv } = await evaluatePictures(saved, data);
        io.stdout.write(formatTable(summary));
        const out = flags.get("out");
        if (out !== undefined) await writePlace(out, csv);
      } finally {
        await data.close();
      }
    } finally {
      await saved.dispose();
    }
  },
};
