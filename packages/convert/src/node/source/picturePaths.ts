import { shown } from "@tensorloom/core/internal";
import { type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import type { RowIssue } from "../../row/rowError.ts";
import type { Table } from "./table.ts";

/** A picture that a row names. */
export interface PictureFile {
  /** What the row says. */
  readonly cell: string;
  readonly path: string;
  readonly bytes: number;
  /** The time of the last change, in milliseconds. */
  readonly changed: number;
}

/** Endings that a name may lack, as in the CSV files of competitions. */
const ENDINGS = ["", ".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG", ".webp", ".gif", ".bmp", ".avif"];

/**
 * Finds the pictures of all rows: paths relative to a folder, with or without their endings.
 *
 * @param issues - Receives one problem for each picture that is missing.
 */
export function findPictures(
  { rows }: Table,
  column: string,
  folder: string,
  issues: RowIssue[],
): readonly (PictureFile | undefined)[] {
  return rows.map((row, index) => {
    const cell = row[column];
    const problem = problemOf(cell);
    if (problem === undefined && typeof cell === "string") {
      const found = findPicture(resolve(folder, cell));
      if (found !== undefined)
        return { cell, path: found.path, bytes: found.stats.size, changed: found.stats.mtimeMs };
      issues.push({ row: index + 1, column, problem: `there is no file ${resolve(folder, cell)}` });
      return undefined;
    }
    issues.push({ row: index + 1, column, problem: problem ?? "the path of a picture is expected" });
    return undefined;
  });
}

function problemOf(cell: unknown): string | undefined {
  if (typeof cell !== "string") return `the path of a picture is expected, got ${shown(cell)}`;
  if (cell === "") return "the path of the picture is missing";
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(cell))
    return `${cell} is an address; download the pictures first, and pass their folder as images`;
  return undefined;
}

function findPicture(path: string): { readonly path: string; readonly stats: Stats } | undefined {
  for (const ending of ENDINGS) {
    const stats = statSync(path + ending, { throwIfNoEntry: false });
    if (stats?.isFile() === true) return { path: path + ending, stats };
  }
  return undefined;
}
