import { shown } from "@tensorloom/core/internal";
import { folderOf, isAddress, joinPlace, listBelow } from "@tensorloom/core/internal/node";
import { statSync } from "node:fs";
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
export async function findPictures(
  { rows }: Table,
  column: string,
  folder: string,
  issues: RowIssue[],
): Promise<readonly (PictureFile | undefined)[]> {
  const places = rows.map((row) => placeOf(folder, row[column]));
  const objects = await listObjects(
    places.flatMap(({ place }) => (place !== undefined && isAddress(place) ? [place] : [])),
  );
  return places.map(({ cell, place, problem }, index) => {
    const found =
      place === undefined ? undefined : isAddress(place) ? findObject(objects, place) : findPicture(place);
    if (found === undefined)
      issues.push({ row: index + 1, column, problem: problem ?? `there is no file ${String(place)}` });
    return found && { cell, ...found };
  });
}

/** What a cell names, or what is wrong with it. */
interface Named {
  readonly cell: string;
  readonly place?: string | undefined;
  readonly problem?: string | undefined;
}

function placeOf(folder: string, cell: unknown): Named {
  if (typeof cell !== "string")
    return { cell: "", problem: `the path of a picture is expected, got ${shown(cell)}` };
  if (cell === "") return { cell, problem: "the path of the picture is missing" };
  if (/^https?:\/\//i.test(cell))
    return {
      cell,
      problem: `${cell} is an address; download the pictures first, and pass their folder as images`,
    };
  if (isAddress(cell)) return { cell, place: cell };
  return { cell, place: isAddress(folder) ? joinPlace(folder, cell) : resolve(folder, cell) };
}

type Found = Omit<PictureFile, "cell">;

function findPicture(path: string): Found | undefined {
  for (const ending of ENDINGS) {
    const stats = statSync(path + ending, { throwIfNoEntry: false });
    if (stats?.isFile() === true) return { path: path + ending, bytes: stats.size, changed: stats.mtimeMs };
  }
  return undefined;
}

function findObject(objects: ReadonlyMap<string, Found>, address: string): Found | undefined {
  for (const ending of ENDINGS) {
    const found = objects.get(address + ending);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Lists the objects in the folders of some addresses: one list costs less than a request for each picture. */
async function listObjects(addresses: readonly string[]): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  for (const folder of new Set(addresses.map(folderOf)))
    for await (const { object } of listBelow(folder, "*")) {
      const { address, size = 0, modified = 0 } = object;
      found.set(address, { path: address, bytes: size, changed: modified });
    }
  return found;
}
