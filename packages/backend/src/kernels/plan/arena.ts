const ALIGNMENT = 64;

/** A free or used range of an arena. */
interface Span {
  readonly at: number;
  readonly bytes: number;
}

/**
 * Places in one block of memory, which are used again when they have been freed: the first gap that is large enough.
 *
 * Plans memory only: an arena that begins at 0 says in `bytes` how large the block has to be.
 */
export class Arena {
  readonly #start: number;
  readonly #used = new Map<number, number>();
  #free: Span[] = [];
  #end: number;
  #most: number;

  constructor(start: number) {
    this.#start = start;
    [this.#end, this.#most] = [start, start];
  }

  /** The size of the block so far. */
  get bytes(): number {
    return this.#most - this.#start;
  }

  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const gap = this.#free.find((span) => span.bytes >= size);
    const at = gap?.at ?? this.#end;
    if (gap === undefined) this.#end += size;
    else {
      const rest = { at: at + size, bytes: gap.bytes - size };
      this.#free = this.#free.flatMap((span) => (span !== gap ? [span] : rest.bytes > 0 ? [rest] : []));
    }
    this.#most = Math.max(this.#most, this.#end);
    this.#used.set(at, size);
    return at;
  }

  free(at: number): void {
    const bytes = this.#used.get(at);
    if (bytes === undefined) throw new Error(`arena: nothing is allocated at ${String(at)}`);
    this.#used.delete(at);
    const spans = [...this.#free, { at, bytes }].sort((a, b) => a.at - b.at);
    const merged: Span[] = [];
    for (const span of spans) {
      const last = merged.at(-1);
      if (last !== undefined && last.at + last.bytes === span.at)
        merged[merged.length - 1] = { at: last.at, bytes: last.bytes + span.bytes };
      else merged.push(span);
    }
    const tail = merged.at(-1);
    if (tail !== undefined && tail.at + tail.bytes === this.#end) {
      this.#end = tail.at;
      merged.pop();
    }
    this.#free = merged;
  }
}
