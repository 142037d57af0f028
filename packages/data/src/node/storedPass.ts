import { AGAIN, type Again, until } from "../later.ts";
import { countIn, placeIn } from "../place.ts";
import { openParent, startAt } from "../recipe.ts";
import type { Pass, Source, Start, State, Step } from "../source.ts";
import { END } from "../end.ts";
import { FrameReader, FrameWriter } from "./frames.ts";

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
interface Head {
  readonly fingerprint: string;
  readonly epoch: number;
}

/** The last value of a file: the upstream's place behind it, and whether nothing comes after. */
interface Tail {
  readonly upstream: State;
  readonly last: boolean;
}

/** Stored values: an element, or the tail. */
type Stored<T> = { readonly element: T } | { readonly tail: Tail };

/**
 * A pass that reads what is stored and stores what is not.
 *
 * Each file is complete or absent, and says where the upstream stood behind it: what a crash left unfinished is made
 * from there on.
 */
export class StoredPass<T> implements Pass<T> {
  readonly #source: Source<T>;
  readonly #start: Start;
  readonly #store: Store;
  #epoch: number;
  #at = 0;
  /** Where reading or making stands: behind `#at` after a resume. */
  #here = 0;
  #reader: FrameReader | undefined;
  #upstream: Pass<T> | undefined;
  #writer: FrameWriter | undefined;
  #over = false;
  #busy: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(source: Source<T>, start: Start, label: string, store: Store) {
    this.#source = source;
    this.#start = start;
    this.#store = store;
    this.#epoch = start.epoch ?? 0;
    if (start.state === undefined) return;
    const place = placeIn(label, start.state, ["at", "epoch"]);
    this.#epoch = countIn(label, place, "epoch");
    this.#at = countIn(label, place, "at");
  }

  next(): Step<T> | Promise<Step<T>> {
    const step = until(() => this.#turn());
    this.#busy = step instanceof Promise ? step.catch(() => undefined) : this.#busy;
    return step;
  }

  #turn(): Step<T> | Again | Promise<Step<T> | Again> {
    if (this.#over || this.#closing !== undefined) return END;
    if (this.#reader !== undefined) return this.#read(this.#reader);
    if (this.#upstream !== undefined) return this.#make(this.#upstream);
    return this.#begin();
  }

  /** Finds the file that the place is in, or the place that its elements are to be made from. */
  async #begin(): Promise<Again> {
    const { every } = this.#store;
    let part = every === Infinity ? 0 : Math.floor(Math.max(this.#at, this.#here) / every);
    if (await this.#open(part)) return AGAIN;
    while (--part >= 0) if (await this.#open(part)) return AGAIN; // its tail says where the upstream goes on
    this.#upstream = openParent(this.#source, startAt(this.#start, { epoch: this.#epoch }));
    this.#here = 0;
    return AGAIN;
  }

  async #open(part: number): Promise<boolean> {
    const reader = await FrameReader.open(this.#store.path(part));
    if (reader === undefined) return false;
    const head = (await reader.read()) as Head; // every file begins with one
    if (head.fingerprint !== this.#store.fingerprint) {
      await reader.close();
      return false;
    }
    this.#epoch = head.epoch;
    this.#here = part === 0 ? 0 : part * this.#store.every;
    this.#reader = reader;
    return true;
  }

  #read(reader: FrameReader): Step<T> | Again | Promise<Step<T> | Again> {
    const stored = reader.read() as Stored<T> | Promise<Stored<T>>; // every file holds elements, then a tail
    return stored instanceof Promise ? stored.then((value) => this.#got(value)) : this.#got(stored);
  }

  #got(stored: Stored<T>): Step<T> | Again | Promise<Again> {
    return "element" in stored ? this.#give(stored.element) : this.#behind(stored.tail);
  }

  /** At the end of a file: the next one, or the upstream from there on. */
  async #behind({ upstream, last }: Tail): Promise<Again> {
    await this.#reader?.close();
    this.#reader = undefined;
    this.#over = last;
    if (last || (await this.#open(Math.floor(this.#here / this.#store.every)))) return AGAIN;
    this.#upstream = openParent(this.#source, startAt(this.#start, { state: upstream }));
    return AGAIN;
  }

  async #make(upstream: Pass<T>): Promise<Step<T> | Again> {
    const part = Math.floor(this.#here / this.#store.every);
    if (this.#writer === undefined) {
      this.#writer = await FrameWriter.open(this.#store.path(part));
      await this.#writer.write({ fingerprint: this.#store.fingerprint, epoch: this.#epoch } satisfies Head);
    }
    const step = await upstream.next();
    if (step.done !== true) await this.#writer.write({ element: step.value } satisfies Stored<T>);
    const here = this.#here + 1;
    if (step.done === true || here % this.#store.every === 0) {
      const tail = { upstream: upstream.state(), last: step.done === true };
      await this.#writer.write({ tail } satisfies Stored<T>);
      await this.#writer.finish();
      this.#writer = undefined;
    }
    this.#over = step.done === true;
    return step.done === true ? AGAIN : this.#give(step.value);
  }

  /** An element; none where it was given before the pass was resumed. */
  #give(value: T): Step<T> | Again {
    this.#here += 1;
    if (this.#here <= this.#at) return AGAIN;
    this.#at = this.#here;
    return { done: false, value };
  }

  state(): State {
    return { at: this.#at, epoch: this.#epoch };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    await this.#busy; // a file that is being opened is closed below
    await Promise.all([this.#reader?.close(), this.#writer?.abandon(), this.#upstream?.close()]);
  }
}
