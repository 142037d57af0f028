/** Where a record came from, for errors that happen to it later: its file and its number there, from 0. */
export class RecordOrigin {
  readonly file: string;
  readonly record: number;

  constructor(file: string, record: number) {
    this.file = file;
    this.record = record;
  }

  toString(): string {
    return `${this.file}, record ${String(this.record)}`;
  }
}
