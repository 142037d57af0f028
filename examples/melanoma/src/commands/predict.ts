import type { Command } from "../cli/command.ts";
import { COMPUTE_FLAGS, parseComputeOptions } from "../cli/compute.ts";
import { DATA_FLAGS } from "../cli/dataFlags.ts";
import { HELP } from "../cli/flag.ts";
import { formatCsv } from "../results/formatCsv.ts";
import { parseDataOptions } from "../cli/parseDataOptions.ts";
import { UserError } from "../cli/userError.ts";

/** `predict`: scores pictures with the model of a run. */
export const predict: Command = {
  summary: "scores pictures with the model of a run, as CSV: files, a folder, records or a table",
  words: { usage: "RUN [PICTURES…]", min: 1, max: Infinity },
  flags: {
    data: {
      ...DATA_FLAGS.data,
      help: "a folder of pictures, of record files, or a .csv or .tsv file, instead of PICTURES",
    },
    "image-column": DATA_FLAGS["image-column"],
    "image-pattern": DATA_FLAGS["image-pattern"],
    out: { value: "FILE", help: "the .csv file to write; default: the scores are printed" },
    ...COMPUTE_FLAGS,
    help: HELP,
  },
  async run({ words: [folder, ...paths], flags }, io) {
    const path = flags.get("data");
    if ((path === undefined) === (paths.length === 0))
      throw new UserError("expected either files of pictures after RUN, or --data PATH");
    const { checkOutputFile } = await import("../files/checkOutputFile.ts");
    const { checkTableFlags } = await import("../pictures/checkTableFlags.ts");
    const options = parseDataOptions(flags);
    checkTableFlags(options, path);
    await checkOutputFile(flags.get("out"));
    const { checkPictures } = await import("../pictures/checkPictures.ts");
    const { openPaths, openUnlabelled } = await import("../pictures/openUnlabelled.ts");
    const pictures = path === undefined ? await openPaths(paths) : await openUnlabelled(path, options, io);
    try {
      await checkPictures(pictures.paths);
      const { writePlace } = await import("@tensorloom/core/internal/node");
      const { openSavedRun } = await import("../run/savedRun.ts");
      const { scorePictures } = await import("../run/scorePictures.ts");
      const { scoreTable } = await import("../results/scoreTable.ts");
      const saved = await openSavedRun(folder, parseComputeOptions(flags), io);
      try {
        const predictions = await scorePictures(saved, pictures.pictures, "predicting");
        const csv = formatCsv(scoreTable(predictions, saved.labels, saved.threshold).rows);
        const out = flags.get("out");
        if (out === undefined) io.stdout.write(csv);
        else await writePlace(out, csv);
      } finally {
        await saved.dispose();
      }
    } finally {
      await pictures.close();
    }
  },
};
