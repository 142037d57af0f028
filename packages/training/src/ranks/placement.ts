/** Which rows of a batch a rank has: `index`, `index + count`, and so on. */
export interface Placement {
  readonly index: number;
  /** Number of ranks. */
  readonly count: number;
  /** Rows of the whole batch. */
  readonly rows: number;
}

/** A batch that one process computes by itself. */
export function wholePlacement(rows: number): Placement {
  return { index: 0, count: 1, rows };
}

/** The rows that a rank has. */
export function ownRows({ index, count, rows }: Placement): number {
  return Math.max(0, Math.ceil((rows - index) / count));
}

const placements = new WeakMap<object, Placement>();

/** Remembers which rows a batch has, and returns it. */
export function place<B extends object>(batch: B, placement: Placement): B {
  placements.set(batch, placement);
  return batch;
}

/** Which rows a batch has; `undefined` if it is whole. */
export function placementOf(batch: object): Placement | undefined {
  return placements.get(batch);
}

/** Remembers for a changed copy of a batch which rows it has, and returns it. */
export function keepPlacement<B extends object>(from: object, made: B): B {
  const placement = placements.get(from);
  return placement === undefined ? made : place(made, placement);
}

/** The rows of a part of each rank's rows: `[from, from + length)`. Together they are rows of the batch that adjoin. */
export function subPlacement({ index, count, rows }: Placement, from: number, length: number): Placement {
  return { index, count, rows: Math.max(0, Math.min(length * count, rows - from * count)) };
}
