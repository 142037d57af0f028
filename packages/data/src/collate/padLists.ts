import { integer, shown } from "@tensorloom/core/internal";
import type { Leaf, Nested } from "./padded.ts";

type Lists = readonly Nested<Leaf>[];

/** Whether arrays are nested lists. Each holds leaves of one kind or arrays, never both. Otherwise they are tuples. */
export function isNest(array: readonly unknown[], kinds: Set<string> = new Set<string>()): boolean {
  const parts = array.filter((part) => part !== null && part !== undefined); // lists may not contain them
  if (parts.every(Array.isArray)) return parts.every((part) => isNest(part, kinds));
  parts.forEach((part) => kinds.add(typeof part));
  return kinds.size === 1 && parts.every((part) => typeof part !== "object");
}

/**
 * Pads lists to one length. Nested lists are padded too, each level to its own longest.
 *
 * @param lengths - The length at each level; default: that of the longest list.
 * @param valueOf - Returns the value that fills lists of a kind; the kind is `undefined` if there are no leaves.
 */
export function padLists(
  path: string,
  lists: Lists,
  lengths: readonly (number | undefined)[],
  valueOf: (kind: string | undefined) => Leaf,
): Lists {
  const kind = assertEvenDepth(lists);
  const [, ...longest] = longestPerLevel(lists);
  if (kind !== undefined)
    integer(`pad: the number of axes that length${path} has`, lengths.length, 0, longest.length);
  const to = Array.from(
    { length: Math.max(1, longest.length, lengths.length) },
    (_, level) => lengths.at(level) ?? longest.at(level) ?? 0,
  );
  lists.forEach((list, i) => {
    const { length } = list as Lists; // an element is a list
    integer(`pad: the length of element ${String(i)}${path}`, length, 0, to[0]);
  });
  longest.forEach((length, level) => {
    if (level > 0) integer(`pad: the longest of the lists ${String(level)} lists deep`, length, 0, to[level]);
  });
  const value = valueOf(kind);
  return lists.map((list) => fillList(list, to, value));
}

/** Returns the kind of the leaves. Throws if leaves and lists are at the same level, or kinds differ. */
function assertEvenDepth(lists: readonly unknown[]): string | undefined {
  const isLeaf: boolean[] = [];
  let kind: string | undefined;
  const visit = (list: readonly unknown[], level: number): void => {
    for (const part of list) {
      const isList = Array.isArray(part);
      if (!isList) kind = leafKind(part, kind);
      if ((isLeaf[level] ??= !isList) === isList)
        throw new TypeError(`pad: ${String(kind)}s and lists are mixed, ${String(level)} lists deep`);
      if (isList) visit(part as readonly unknown[], level + 1); // just checked
    }
  };
  visit(lists, 0);
  return kind;
}

const LEAVES = ["number", "bigint", "string", "boolean"];

function leafKind(part: unknown, kind: string | undefined): string {
  const own = typeof part;
  if (kind === undefined ? LEAVES.includes(own) : own === kind) return own;
  throw new TypeError(`pad: expected ${kind ?? "number"}s, got ${shown(part)}`);
}

/** The length of the longest list at each level. */
function longestPerLevel(nested: Nested<Leaf>): readonly number[] {
  if (typeof nested !== "object") return [];
  const inner = nested.map(longestPerLevel);
  const depth = inner.reduce((max, { length }) => Math.max(max, length), 0);
  return [
    nested.length,
    ...Array.from({ length: depth }, (_, level) =>
      inner.reduce((max, lengths) => Math.max(max, lengths.at(level) ?? 0), 0),
    ),
  ];
}

function fillList(
  nested: Nested<Leaf> | undefined,
  [length, ...inner]: readonly number[],
  value: Leaf,
): Nested<Leaf> {
  if (nested !== undefined && typeof nested !== "object") return nested;
  return Array.from({ length }, (_, i) => {
    const element = nested?.at(i);
    return inner.length === 0 ? (element ?? value) : fillList(element, inner, value);
  });
}
