/** The origin of a record, for later errors: its file and its number in it, from 0. */
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
