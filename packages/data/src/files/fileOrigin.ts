/** The origin of an element, for later errors: its file, and its number in it. */
export class FileOrigin {
  readonly file: string;
  readonly kind: string;
  readonly id: number | string;

  /** @param kind - What the element is called in the file: `row`, `line`. */
  constructor(file: string, kind: string, id: number | string) {
    this.file = file;
    this.kind = kind;
    this.id = id;
  }

  toString(): string {
    return `${this.file}, ${this.kind} ${String(this.id)}`;
  }
}
