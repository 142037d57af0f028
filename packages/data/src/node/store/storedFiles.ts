import { randomUUID } from "node:crypto";
import type { State, Step } from "../../source.ts";
import { FrameReader, FrameWriter } from "./frames.ts";
import { assertStorable } from "./assertStorable.ts";

/** Where elements are stored. */
export interface Store {
  /** Elements in a file. */
  readonly every: number;
  /** The file of the elements from `part * every` on. */
  readonly path: (part: number) => string;
  /** What the elements depend on: files with another one are made anew. */
  readonly fingerprint: string;
}

/** The first value of a file. */
interface FileHeader {
  readonly fingerprint: string;
  /**
   * Which pass began the files that this one is of: passes that store at the same time, over a pipeline whose order is
   * its own each time, must not put their files together.
   */
  readonly series: string;
}

/** The last value of a file: the upstream's place behind it, and whether nothing comes after. */
export interface FileTrailer {
  readonly upstream: State;
  readonly last: boolean;
}

/** Stored values: an element, or the tail. */
export type Stored<T> = { readonly element: T } | { readonly tail: FileTrailer };

/** The files of one pass: one of them open at a time, all of one series. */
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

  /** Opens the file of a position, or the nearest before it, and answers with the position that it begins at. */
  async find(position: number): Promise<number | undefined> {
    for (let part = this.#partOf(position); part >= 0; part--) {
      const begins = part === 0 ? 0 : part * this.#store.every; // 0 * Infinity is none
      if (await this.enter(begins)) return begins;
    }
    return undefined;
  }

  /** Opens the file that begins at a position, where there is one of these elements. */
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

  /** What comes next in the open file. */
  read(): Stored<T> | Promise<Stored<T>> {
    return this.#reader?.read() as Stored<T> | Promise<Stored<T>>; // every file holds elements, then a tail
  }

  /** Closes the file that was read. */
  async leave(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.close();
  }

  /**
   * Writes an element, or the end, that the upstream gave at a position; `place` is the upstream's, behind it.
   *
   * A promise only where a file begins, a block is full or a file ends.
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

  /** Leaves what is being written, and writes nothing behind it: elements are missing. */
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
