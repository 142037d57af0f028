import { randomUUID } from "node:crypto";
import type { State, Step } from "../../source.ts";
import { FrameReader, FrameWriter } from "./frames.ts";
import { assertStorable } from "./assertStorable.ts";

/** The files of a store. */
export interface Store {
  /** Elements per file. */
  readonly every: number;
  /** The file of the elements from `part * every` on. */
  readonly path: (part: number) => string;
  /** Identifies the pipeline: files with another fingerprint are written again. */
  readonly fingerprint: string;
}

/** The first value of a file. */
interface FileHeader {
  readonly fingerprint: string;
  /**
   * Identifies the pass that started this series of files. Passes that store at the same time may have different
   * orders, so their files must not be mixed.
   */
  readonly series: string;
}

/** The last value of a file: the upstream's state after it, and whether it is the last file. */
export interface FileTrailer {
  readonly upstream: State;
  readonly last: boolean;
}

/** A stored value: an element, or the trailer. */
export type Stored<T> = { readonly element: T } | { readonly tail: FileTrailer };

/** The files of one pass: all of one series, one open at a time. */
export class StoredFiles<T> {
  readonly #store: Store;
  #series: string | undefined;
  #storing = true;
  #reader: FrameReader | undefined;
  #writer: FrameWriter | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  get reading(): boolean {
    return this.#reader !== undefined;
  }

  #partOf(position: number): number {
    return Math.floor(position / this.#store.every);
  }

  /** Opens the file of a position, or the nearest before. Returns its first element's position. */
  async find(position: number): Promise<number | undefined> {
    for (let part = this.#partOf(position); part >= 0; part--) {
      const begins = part === 0 ? 0 : part * this.#store.every; // 0 * Infinity is NaN
      if (await this.enter(begins)) return begins;
    }
    return undefined;
  }

  /** Opens the file that begins at a position. Returns false if no such file has this fingerprint. */
  async enter(position: number): Promise<boolean> {
    const part = this.#partOf(position);
    const reader = await FrameReader.open(this.#store.path(part));
    if (reader === undefined) return false;
    if (await this.#fits(reader)) this.#reader = reader;
    else await reader.close();
    return this.#reader === reader;
  }

  async #fits(reader: FrameReader): Promise<boolean> {
    try {
      const { fingerprint, series } = (await reader.read()) as FileHeader; // every file begins with one
      if (fingerprint !== this.#store.fingerprint || series !== (this.#series ?? series)) return false;
      this.#series = series;
      return true;
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  /** Reads the next value of the open file. */
  read(): Stored<T> | Promise<Stored<T>> {
    return this.#reader?.read() as Stored<T> | Promise<Stored<T>>; // every file holds elements, then a tail
  }

  /** Closes the open file. */
  async leave(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.close();
  }

  /**
   * Writes the element at a position, or the end; `place` returns the upstream's state after it.
   *
   * Returns a promise only if a file begins, a block is full, or a file ends.
   */
  store(step: Step<T>, position: number, place: () => State): Promise<void> | undefined {
    if (!this.#storing) return undefined;
    if (step.done !== true) assertStorable(step.value);
    const last = step.done === true || (position + 1) % this.#store.every === 0;
    return last || this.#writer === undefined
      ? this.#storeLater(step, position, last ? place : undefined)
      : this.#writer.write({ element: step.value } satisfies Stored<T>);
  }

  async #storeLater(step: Step<T>, position: number, place: (() => State) | undefined): Promise<void> {
    const writer = (this.#writer ??= await this.#create(this.#partOf(position)));
    if (step.done !== true) await writer.write({ element: step.value } satisfies Stored<T>);
    if (place === undefined) return;
    await writer.write({ tail: { upstream: place(), last: step.done === true } } satisfies Stored<T>);
    await writer.finish();
    this.#writer = undefined;
  }

  async #create(part: number): Promise<FrameWriter> {
    const writer = await FrameWriter.open(this.#store.path(part));
    const series = (this.#series ??= randomUUID());
    await writer.write({ fingerprint: this.#store.fingerprint, series } satisfies FileHeader);
    return writer;
  }

  /** Discards the unfinished file and writes no more: an element is missing. */
  async storeNoMore(): Promise<void> {
    this.#storing = false;
    const writer = this.#writer;
    this.#writer = undefined;
    await writer?.abandon();
  }

  async close(): Promise<void> {
    await Promise.all([this.leave(), this.storeNoMore()]);
  }
}
