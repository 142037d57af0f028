import type { Command } from "../cli/command.ts";
import { COMPUTE_FLAGS, parseComputeOptions } from "../cli/compute.ts";
import { HELP } from "../cli/flag.ts";
import { formatTable } from "../cli/formatTable.ts";
import { required } from "../cli/values.ts";

/** `explain`: draws the parts of pictures that speak for a class. */
export const explain: Command = {
  summary: "draws the parts of pictures that speak for a class (Grad-CAM)",
  words: { usage: "RUN PICTURES…", min: 2, max: Infinity },
  flags: {
    class: { value: "NAME", help: "the class to explain; default: the predicted one, or the second of two" },
    out: { value: "DIR", help: "folder for the pictures; required" },
    backend: COMPUTE_FLAGS.backend,
    help: HELP,
  },
  async run({ words: [folder, ...paths], flags }, io) {
    const out = required(flags, "out", "DIR");
    const { checkOutputPlace } = await import("../files/outputFolder.ts");
    await checkOutputPlace(out);
    const { openSavedRun } = await import("../run/savedRun.ts");
    const { explainPictures } = await import("../results/explainPictures.ts");
    const saved = await openSavedRun(folder, parseComputeOptions(flags), io);
    try {
      io.stdout.write(formatTable(await explainPictures(saved, paths, out, flags.get("class"))));
    } finally {
      await saved.dispose();
    }
  },
};
