import type { ByteFile } from "./byteFile.ts";

/** The label of a source of files: `fromCsv(train.csv)`, `fromCsv(3 files)`. */
export function filesLabel(name: string, files: readonly ByteFile[]): string {
  return `${name}(${files.length === 1 ? files[0].name : `${String(files.length)} files`})`;
}
