import type { CommandIO } from "../cli/commandIO.ts";
import { formatTable } from "../cli/formatTable.ts";
import { UserError } from "../cli/userError.ts";
import { checkFiles } from "../files/checkFiles.ts";
import { checkOutputIsFile } from "../files/checkOutputFile.ts";
import { writeSubmission } from "../submission.ts";
import { combineScores, type CombineOptions } from "./combineScores.ts";
import type { Scores } from "./foldFile.ts";
import { formatAuc } from "./formatFolds.ts";
import { readLabels, readScores, type ScoreTable } from "./readScores.ts";
import { measureAuc } from "./scoreFolds.ts";

/** @inline */
export interface EnsembleOptions extends CombineOptions {
  /** The CSV that is written. */
  readonly out: string;
  /** A CSV with the true classes; undefined: those of the first table, if it has any. */
  readonly labels: string | undefined;
}

/** Combines tables of scores into one, and measures each and the result if the classes are known. */
export async function runEnsemble(
  paths: readonly string[],
  { out, labels, ...options }: EnsembleOptions,
  io: CommandIO,
): Promise<void> {
  await checkFiles(paths, { expected: "a CSV file of scores" });
  if (labels !== undefined) await checkFiles([labels], { expected: "a CSV file of classes for --labels" });
  await checkOutputIsFile(out);
  const tables: ScoreTable[] = [];
  for (const path of paths) tables.push(await readScores(path));
  const combined = combineScores(tables, options);
  const classes = labels === undefined ? classesOf(tables[0]) : await readLabels(labels);
  const { ids, scores } = combined;
  await writeSubmission(out, ids, new Map(ids.map((id, at) => [id, scores[at]])));
  const measured =
    classes === undefined
      ? []
      : [
          ...tables.map((table) => [table.path, table] as const),
          [`${options.average} of all`, combined] as const,
        ].map(
          ([name, table]) => [`AUC of ${name}`, measure(table, classes, labels ?? tables[0].path)] as const,
        );
  io.stdout.write(
    formatTable([
      ...measured,
      ["written", `${out} (${String(ids.length)} rows, ${options.average} of ${String(tables.length)})`],
    ]),
  );
}

function classesOf({ ids, labels }: ScoreTable): ReadonlyMap<string, number> | undefined {
  return labels === undefined ? undefined : new Map(ids.map((id, at) => [id, labels[at]]));
}

function measure({ ids, scores }: Scores, classes: ReadonlyMap<string, number>, path: string): string {
  const rows = ids.map((id, at) => {
    const target = classes.get(id);
    if (target === undefined) throw new UserError(`${path} has no class of ${id}`);
    return { target, score: scores[at], group: undefined };
  });
  return formatAuc(measureAuc(rows));
}
