import { fromIndexed } from "@tensorloom/data";
import type { RecordFile } from "@tensorloom/tfrecord";
import type { CommandIO } from "../cli/commandIO.ts";
import type { DataOptions } from "../cli/options.ts";
import { openFiles } from "../files/openFiles.ts";
import { prepareFiles } from "../files/prepareFiles.ts";
import type { ValidFile } from "../files/validateFile.ts";
import { groupingOf } from "./groupOf.ts";
import { UserError } from "../cli/userError.ts";
import { parseLabelled, parseUnlabelled, readRecord } from "./parseRecord.ts";
import type { Picture, PictureRow, PictureSet, TrainingData } from "./trainingData.ts";

/** The two classes of the competition's `target`. */
const LABELS = ["benign", "malignant"] as const;

/** Opens the record files of a folder in the competition's layout, after reading each once to check it. */
export async function openRecords(
  folder: string,
  options: DataOptions,
  io: CommandIO,
  known: readonly string[] = LABELS,
): Promise<TrainingData> {
  if (LABELS.some((label, index) => known[index] !== label))
    throw new UserError(
      `--data: record files have the classes ${LABELS.join(", ")}, but the model has ${known.join(", ")}`,
    );
  const prepared = await prepareFiles(folder, io);
  const columns = sharedColumns(prepared.train);
  const { by, groupOf } = groupingOf(folder, columns, options);
  const files = await openFiles(prepared);
  const labelled = pictureSet(prepared.train, files.train, parseLabelled, (name, row) => groupOf(name, row));
  const unlabelled = pictureSet(prepared.test, files.test, parseUnlabelled, () => undefined);
  return {
    from: "records",
    path: folder,
    labels: known,
    ...labelled,
    test: unlabelled.rows.length === 0 ? undefined : unlabelled,
    sampleSubmission: prepared.sampleSubmission,
    groupedBy: by,
    close: () => files.close(),
  };
}

/** The columns that every record has. */
function sharedColumns(files: readonly ValidFile[]): readonly string[] {
  const [first = {}, ...others] = files.flatMap(({ metadata }) => metadata);
  return Object.keys(first).filter((column) => others.every((row) => column in row));
}

function pictureSet<P extends Picture>(
  files: readonly ValidFile[],
  opened: readonly RecordFile[],
  parse: (record: Uint8Array) => P,
  groupOf: (name: string, metadata: Readonly<Record<string, string>>) => string | undefined,
): PictureSet<P> {
  const places = files.flatMap(({ names, targets, metadata }, file) =>
    names.map((id, record) => {
      const row: PictureRow = {
        id,
        target: targets.at(record),
        group: groupOf(id, metadata[record]),
        metadata: metadata[record],
      };
      return { row, file, record };
    }),
  );
  places.sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  return {
    rows: places.map(({ row }) => row),
    pictures: fromIndexed({
      length: places.length,
      at(index) {
        if (index >= places.length) return undefined;
        const { file, record } = places[index];
        return readRecord(opened[file], record, parse);
      },
    }),
  };
}
