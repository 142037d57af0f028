import type { Partition } from "./partition.ts";

/** Thrown if numbers are not a valid row partition. */
export class PartitionError extends Error {
  override readonly name = "PartitionError";
}

/**
 * Converts the numbers of a partition to row splits over `count` values.
 *
 * @param numbers - The values of the feature; empty for `uniformRowLength`.
 * @throws PartitionError if they do not cover the values in order.
 * @see tf.RaggedTensor
 */
export function toRowSplits(
  partition: Partition,
  numbers: readonly number[],
  count: number,
): readonly number[] {
  const splits = toUncheckedSplits(partition, numbers, count);
  if (splits[0] !== 0) throw new PartitionError(`begins at ${String(splits[0])}, not at 0.`);
  for (let i = 1; i < splits.length; i++)
    if (splits[i] < splits[i - 1])
      throw new PartitionError(`goes back from ${String(splits[i - 1])} to ${String(splits[i])}.`);
  const end = splits[splits.length - 1];
  if (end !== count)
    throw new PartitionError(`covers ${String(end)} values, but there are ${String(count)}.`);
  return splits;
}

function toUncheckedSplits(
  partition: Partition,
  numbers: readonly number[],
  count: number,
): readonly number[] {
  switch (partition.rule) {
    case "rowSplits":
      return numbers.length === 0 ? [0] : numbers;
    case "rowLengths":
      return accumulate(numbers);
    case "rowStarts":
      return [...numbers, count];
    case "rowLimits":
      return [0, ...numbers];
    case "valueRowIds":
      return splitsFromIds(numbers, count);
    case "uniformRowLength":
      return uniformSplits(partition.length, count);
  }
}

function accumulate(lengths: readonly number[]): readonly number[] {
  let sum = 0;
  return [0, ...lengths.map((length) => (sum += length))];
}

function splitsFromIds(ids: readonly number[], count: number): readonly number[] {
  if (ids.length !== count)
    throw new PartitionError(`holds ${String(ids.length)} row numbers for ${String(count)} values.`);
  const splits: number[] = [0];
  ids.forEach((id, i) => {
    if (id < splits.length - 1) throw new PartitionError(`goes back to row ${String(id)}.`);
    const most = count + MAX_EMPTY_ROWS; // one hostile number could ask for any number of rows
    if (id > most) throw new PartitionError(`holds the row number ${String(id)}, more than ${String(most)}.`);
    while (splits.length - 1 < id) splits.push(i);
  });
  if (ids.length > 0) splits.push(count);
  return splits;
}

/** The maximum number of empty rows. */
const MAX_EMPTY_ROWS = 2 ** 20;

function uniformSplits(length: number, count: number): readonly number[] {
  if (count % length !== 0)
    throw new PartitionError(`asks for rows of ${String(length)} values, but there are ${String(count)}.`);
  return Array.from({ length: count / length + 1 }, (_, row) => row * length);
}
