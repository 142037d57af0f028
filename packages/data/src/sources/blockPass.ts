import type { Pass, State, Step } from "../source.ts";
import { DONE } from "../pass/done.ts";
import { StageError } from "../pass/stageError.ts";
import type { Block, BlockReader, BlockRecipe, Cursor } from "./block.ts";

/** The position of a pass. */
export interface BlockPlace {
  /** How many elements were delivered. */
  readonly at: number;
  readonly epoch: number;
  readonly file: number;
  /** The start of the block in the file. */
  readonly block: Cursor;
  /** How many records of the block were delivered. */
  readonly skip: number;
}

/** A pass over the records of files. */
export class BlockPass<T> implements Pass<T> {
  readonly #recipe: BlockRecipe<T>;
  readonly #epoch: number;
  #at: number;
  #file: number;
  #cursor: Cursor;
  #skip: number;
  #block: Block<T> | undefined;
  #reader: BlockReader<T> | undefined;
  #pending: Promise<unknown> | undefined;
  #isDone = false;
  #closing: Promise<void> | undefined;

  constructor(recipe: BlockRecipe<T>, { at, epoch, file, block, skip }: BlockPlace) {
    this.#recipe = recipe;
    this.#epoch = epoch;
    this.#at = at;
    this.#file = file;
    this.#cursor = block;
    this.#skip = skip;
  }

  next(): Step<T> | Promise<Step<T>> {
    if (this.#isDone) return DONE;
    if (this.#block !== undefined) return this.#take(this.#block);
    const step = this.#advance();
    this.#pending = step;
    return step;
  }

  #take(block: Block<T>): Step<T> {
    const index = this.#skip++;
    const position = this.#at++;
    if (this.#skip === block.count) {
      this.#block = undefined;
      this.#cursor = block.next;
      this.#skip = 0;
    }
    try {
      return { done: false, value: block.at(index) };
    } catch (error) {
      throw new StageError(this.#recipe.label, position, error);
    }
  }

  /** Reads the next block that has records, of this file or the next ones. */
  async #advance(): Promise<Step<T>> {
    let block: Block<T> | undefined;
    try {
      block = await this.#readBlock();
    } catch (error) {
      if (this.#hasEnded()) return DONE; // it was closed while a block was read
      this.#isDone = true;
      throw new StageError(this.#recipe.label, this.#at, error);
    }
    if (this.#hasEnded() || block === undefined) {
      this.#isDone = true;
      return DONE;
    }
    this.#block = block;
    return this.#take(block);
  }

  async #readBlock(): Promise<Block<T> | undefined> {
    const { files, open } = this.#recipe;
    while (!this.#hasEnded() && this.#file < files) {
      this.#reader ??= await open(this.#file, this.#cursor);
      if (this.#hasEnded()) return undefined; // while the file was opened; `close` closes it
      const block = await this.#reader.read();
      if (this.#hasEnded()) return undefined; // while the block was read
      if (block !== undefined && block.count > this.#skip) return block;
      this.#skip = 0;
      if (block !== undefined) this.#cursor = block.next;
      else {
        await this.#reader.close();
        this.#reader = undefined;
        this.#cursor = [];
        this.#file += 1;
      }
    }
    return undefined;
  }

  #hasEnded(): boolean {
    return this.#isDone;
  }

  state(): State {
    return { at: this.#at, block: this.#cursor, epoch: this.#epoch, file: this.#file, skip: this.#skip };
  }

  close(): Promise<void> {
    this.#isDone = true;
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    await this.#reader?.close(); // ends a pending read
    await this.#pending?.catch(() => undefined);
    await this.#reader?.close(); // if it was being opened
  }
}
