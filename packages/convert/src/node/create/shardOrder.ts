import { random } from "@tensorloom/core";

/** What decides which shard a row is in, and where. */
export interface ShardOrderOptions {
  readonly shards: number;
  /** The seed of the order; undefined keeps the order of the rows. */
  readonly seed: number | undefined;
  /** The group of each row, by a number from 0: a group stays in one shard. */
  readonly groups?: Uint32Array | undefined;
  /** The class of each row, by a number from 0: every shard has its share. */
  readonly classes?: Uint32Array | undefined;
}

/**
 * Divides rows among shards.
 *
 * Without groups, shards differ by at most one row, and with classes also by at most one row of each class. Groups are
 * assigned one after another, the largest first, each to the shard that lacks its rows most.
 *
 * @returns The rows of each shard, in their order in the file.
 */
export function shardOrder(rows: number, options: ShardOrderOptions): readonly Uint32Array[] {
  const { shards, seed, groups, classes } = options;
  const order = seed === undefined ? Uint32Array.from({ length: rows }, (_, i) => i) : shuffled(rows, seed);
  if (groups !== undefined)
    return collect(order, shards, assignGroups(order, groups, classes ?? new Uint32Array(rows), shards));
  if (classes === undefined)
    return Array.from({ length: shards }, (_, shard) =>
      order.subarray(Math.floor((shard * rows) / shards), Math.floor(((shard + 1) * rows) / shards)),
    );
  const shardOf = new Uint32Array(rows);
  const byClass = [...order].sort((a, b) => classes[a] - classes[b]); // stable: rows of a class keep their order
  byClass.forEach((row, i) => (shardOf[row] = i % shards));
  return collect(order, shards, shardOf);
}

function shuffled(rows: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  const stream = random(seed);
  for (let last = rows - 1; last > 0; last--) {
    const other = stream.integer(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

function collect(order: Uint32Array, shards: number, shardOf: Uint32Array): readonly Uint32Array[] {
  const lists: number[][] = Array.from({ length: shards }, () => []);
  for (const row of order) lists[shardOf[row]].push(row);
  return lists.map((list) => Uint32Array.from(list));
}

/**
 * The shard of each row, so that groups stay together.
 *
 * A group goes to the shard in which the sum over classes of (share of the class)² grows least; of equal ones, to the one
 * with the fewest rows.
 */
function assignGroups(
  order: Uint32Array,
  groups: Uint32Array,
  classes: Uint32Array,
  shards: number,
): Uint32Array {
  const members = new Map<number, number[]>();
  for (const row of order) {
    const rows = members.get(groups[row]);
    if (rows === undefined) members.set(groups[row], [row]);
    else rows.push(row);
  }
  const totals = countClasses(order, classes);
  const filled = Array.from({ length: shards }, () => ({ rows: 0, counts: totals.map(() => 0) }));
  const shardOf = new Uint32Array(order.length);
  for (const rows of [...members.values()].sort((a, b) => b.length - a.length)) {
    const added = countClasses(rows, classes);
    const growth = filled.map(({ counts }) =>
      added.reduce((sum, count, c) => sum + (count === 0 ? 0 : (counts[c] * count) / totals[c] ** 2), 0),
    );
    let best = 0;
    for (let shard = 1; shard < shards; shard++)
      if (
        growth[shard] < growth[best] ||
        (growth[shard] === growth[best] && filled[shard].rows < filled[best].rows)
      )
        best = shard;
    filled[best].rows += rows.length;
    added.forEach((count, c) => (filled[best].counts[c] += count));
    for (const row of rows) shardOf[row] = best;
  }
  return shardOf;
}

function countClasses(rows: Iterable<number>, classes: Uint32Array): number[] {
  const counts: number[] = [];
  for (const row of rows) counts[classes[row]] = (counts[classes[row]] ?? 0) + 1;
  return Array.from(counts, (count: number | undefined) => count ?? 0); // a sparse list has holes
}
