import { checkPath, makeFolder } from "@tensorloom/core/internal/node";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { writeFileAtomic } from "@tensorloom/core/node";
import { dirname } from "node:path";
import { renderReport, type RenderReportOptions } from "../render/renderReport.ts";
import type { Run } from "../run/run.ts";
import { plotScripts } from "./plotScripts.ts";

/**
 * Options of {@link writeReport}.
 *
 * @inline
 */
export type WriteReportOptions = Omit<RenderReportOptions, "scripts">;

const OPTIONS: OptionKinds<WriteReportOptions> = {
  title: "string",
  sensitivity: "number",
  samples: "number",
  seed: "number",
};

/**
 * Writes a report of one or several training runs: one HTML file that opens offline.
 *
 * The file appears whole or not at all. Missing folders are made. See {@link renderReport} for what the page shows.
 *
 * @param path - The file's name, such as `"out/report.html"`.
 * @param runs - The run, or several to compare, in the order of their colours.
 * @returns How many bytes were written.
 * @throws TypeError or RangeError if a run is not valid, the list is empty, or an option is out of range; FileWriteError if
 * the file cannot be written.
 * @example
 * ```ts
 * import { writeReport } from "@tensorloom/report/node";
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const folder = mkdtempSync(join(tmpdir(), "report-"));
 * const epochs = [{ epoch: 0, loss: 0.5, val_loss: 0.6 }, { epoch: 1, loss: 0.3, val_loss: 0.4 }];
 * const bytes = await writeReport(join(folder, "report.html"), { name: "B0", epochs });
 * rmSync(folder, { recursive: true });
 * bytes < 1_000_000; // => true
 * ```
 */
export async function writeReport(
  path: string,
  runs: Run | readonly Run[],
  options: WriteReportOptions = {},
): Promise<number> {
  const checked = checkOptions("writeReport", options, OPTIONS);
  checkPath("writeReport: path", path);
  const page = await renderReport(runs, { ...checked, scripts: await plotScripts() });
  await makeFolder(dirname(path));
  return writeFileAtomic(path, page);
}
