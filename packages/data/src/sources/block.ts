import type { Source } from "../source.ts";

/** The start of a block in its file, as a reader writes it: empty at the start of the file. */
export type Cursor = readonly number[];

/** Some records of a file that are read together. */
export interface Block<T> {
  /** How many records it has. */
  readonly count: number;
  /** The start of the next block. */
  readonly next: Cursor;
  /** Returns a record. If it throws, only this record is lost. */
  at(index: number): T;
}

/** Reads the blocks of one open file, one after another. */
export interface BlockReader<T> {
  /** Returns the next block, or `undefined` at the end of the file. */
  read(): Promise<Block<T> | undefined>;
  /** Closes the file. It is idempotent. */
  close(): Promise<void>;
}

/** Describes a source of records in files. */
export interface BlockRecipe<T> {
  readonly label: string;
  readonly size: number | undefined;
  /** How many files there are. */
  readonly files: number;
  readonly fingerprint: Source<T>["fingerprint"];
  /** Opens a file at a block. */
  readonly open: (file: number, at: Cursor) => Promise<BlockReader<T>>;
}
