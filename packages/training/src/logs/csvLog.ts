import { checkOptions, checkPlace, type OptionKinds, shown, writePlace } from "@tensorloom/core/internal";
import type { Callback } from "../callbacks/callback.ts";
import { lineLog } from "./lineLog.ts";
import { keepLines, readLog } from "./resumeLines.ts";

/**
 * Options of {@link csvLog}.
 *
 * @inline
 */
export interface CsvLogOptions {
  /** Whether to append to an existing log instead of replacing it. Default false; a resumed run always continues it. */
  readonly append?: boolean | undefined;
  /** The character between columns, such as `";"` or `"\t"`. Default `","`. */
  readonly separator?: string | undefined;
  /** Returns the time in milliseconds. Default: `performance.now`. */
  readonly clock?: (() => number) | undefined;
}

const OPTIONS: OptionKinds<CsvLogOptions> = { append: "boolean", separator: "string", clock: "function" };

/** The first columns, before the metrics. */
const FIRST_COLUMNS = ["epoch", "steps", "seconds"];
const OWN_HEADER = /^epoch(.)steps\1seconds(\1|$)/;

/**
 * Logs every epoch as one row of a CSV file.
 *
 * The columns are `epoch` (from 0), `steps` and `seconds` since the start of the run, then all that the epochs log. A
 * resumed run keeps the rows up to its checkpoint, removes later ones, and continues to count its seconds. A file that is
 * not such a log, or has other columns than the run that continues it, is never changed: the run fails before its first
 * step. Errors of the file system are FileWriteErrors, and end the run.
 *
 * @throws TypeError if `path` is not a path; RangeError if the separator is not one character.
 * @see Keras, `CSVLogger`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError } from "@tensorloom/training";
 * import { csvLog } from "@tensorloom/training/node";
 * import { mkdtempSync, readFileSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const folder = mkdtempSync(join(tmpdir(), "run-"));
 * const callbacks = [csvLog(join(folder, "log.csv"), { clock: () => 0 })];
 * await fit(model, { train: fromArray([batch]), epochs: 2, loss: meanSquaredError(), callbacks });
 * const rows = readFileSync(join(folder, "log.csv"), "utf8").trim().split("\n");
 * rmSync(folder, { recursive: true });
 * rows; // => ["epoch,steps,seconds,loss,learningRate", "0,1,0,0,0.001", "1,2,0,0,0.001"]
 * ```
 */
export function csvLog(path: string, options: CsvLogOptions = {}): Callback {
  const checked = checkOptions("csvLog", options, OPTIONS);
  const { append = false, separator = ",", clock = () => performance.now() } = checked;
  const place = checkPlace("csvLog: path", path);
  if (separator.length !== 1 || /[\w".\r\n+-]/.test(separator))
    throw new RangeError(`csvLog: separator must be one character such as ";", got ${shown(separator)}`);
  let columns: readonly string[] = [];
  const row = (cells: readonly string[]): string =>
    cells.map((cell) => quote(cell, separator)).join(separator);
  return lineLog(place, {
    name: "csvLog",
    clock,
    async begin({ resumedAt, loggedMetrics }, saved) {
      columns = loggedMetrics.map((metric) => metric.name);
      const header = row([...FIRST_COLUMNS, ...columns]);
      const continues = append || resumedAt !== undefined;
      const found = await readHeader(place);
      if (found !== undefined) checkHeader(place, found, continues ? header : undefined);
      if (found === undefined || !continues) {
        await writePlace(place, `${header}\n`);
        return 1;
      }
      const isKept = (line: string, index: number): boolean => {
        if (index === 0) return true;
        if (saved !== undefined) return index < saved;
        return resumedAt === undefined || Number(line.split(separator)[0]) < resumedAt.epoch;
      };
      return (await keepLines(place, isKept)).length;
    },
    format: ({ epoch, steps, logs }, seconds) =>
      row([epoch, steps, seconds, ...columns.map((name) => logs[name])].map(String)),
  });
}

/** Quotes a cell if it needs to be. */
function quote(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The first line of a file; `undefined` if it is missing or empty. */
async function readHeader(path: string): Promise<string | undefined> {
  const text = await readLog(path);
  return text === "" ? undefined : text.split("\n", 1)[0];
}

/** @throws RangeError if a file is not a log, or has other columns than the run that continues it. */
function checkHeader(path: string, found: string, expected: string | undefined): void {
  if (!OWN_HEADER.test(found))
    throw new RangeError(
      `csvLog: ${path} is not a log of csvLog, and stays as it is: its first line is ${shown(found)}`,
    );
  if (expected !== undefined && found !== expected)
    throw new RangeError(
      `csvLog: ${path} has other columns, and stays as it is: expected ${expected}, got ${found}`,
    );
}
