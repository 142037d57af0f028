import type { RecordFile } from "@tensorloom/tfrecord";
import { openRecordFile } from "@tensorloom/tfrecord/node";
import { UserError } from "../cli/userError.ts";
import type { ValidFile } from "./validateFile.ts";

/** Record files with random access. */
type RecordFiles = readonly RecordFile[];

/** The open files of a run. */
export interface OpenFiles {
  readonly train: RecordFiles;
  readonly test: RecordFiles;
  close(): Promise<void>;
}

/** Opens files for random access. Only their headers are read until a record is requested. */
export async function openFiles(
  files: Readonly<Record<"train" | "test", readonly Pick<ValidFile, "path" | "names">[]>>,
): Promise<OpenFiles> {
  const train = await Promise.all(files.train.map(openFile));
  const test = await Promise.all(files.test.map(openFile));
  return {
    train,
    test,
    async close() {
      await Promise.all([...train, ...test].map((file) => file.close()));
    },
  };
}

async function openFile({ path, names }: Pick<ValidFile, "path" | "names">): Promise<RecordFile> {
  const file = await openRecordFile(path);
  if (file.length === names.length) return file;
  await file.close();
  throw new UserError(`${path} changed after it was validated: it now holds ${String(file.length)} records`);
}
