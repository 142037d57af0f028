/**
 * The kind of a plan's elements: a number of levels, or the kinds of a tuple's components.
 *
 * 0 is a number, 1 a list of numbers, 2 a list of lists. `undefined` after a concatenation of different kinds, and
 * after a scan of lists, whose sums may have more levels than the lists: only reading them shows the kind.
 */
export type Kind = number | readonly Kind[] | undefined;

function describeKind(kind: Kind): string {
  if (typeof kind === "object") return `tuples of ${kind.map(describeKind).join(" and ")}`;
  if (kind === undefined) return "numbers or lists";
  return kind === 0 ? "numbers" : `lists of ${describeKind(kind - 1)}`;
}

/** Throws if the elements are known not to be numbers. */
export function requireNumbers(name: string, kind: Kind): 0 | undefined {
  if (kind === 0 || kind === undefined) return kind;
  throw new TypeError(`${name}: the elements must be numbers, but they are ${describeKind(kind)}`);
}

/** The kind of lists of such elements: a batch of tuples is a tuple of lists. */
export function listOf(kind: Kind): Kind {
  return typeof kind === "object" ? kind.map(listOf) : kind === undefined ? undefined : kind + 1;
}

/** The kind of the items of such lists. */
export function itemOf(name: string, kind: Kind): Kind {
  const inner = (part: Kind): Kind => {
    if (typeof part === "object") return part.map(inner);
    if (part !== 0) return part === undefined ? undefined : part - 1;
    throw new TypeError(`${name}: the elements must be batches, but they are ${describeKind(kind)}`);
  };
  return inner(kind);
}

/** Throws if the elements are tuples. */
export function refuseTuples(name: string, kind: Kind): Kind {
  if (typeof kind !== "object") return kind;
  throw new TypeError(`${name}: the elements must be numbers or lists, but they are ${describeKind(kind)}`);
}

/** Throws if only reading the elements shows how many levels they have. */
export function requireKnownLevels(name: string, kind: Kind): Kind {
  if (typeof kind === "object") return kind.map((part) => requireKnownLevels(name, part));
  if (kind !== undefined) return kind;
  throw new TypeError(`${name}: the elements must be known to be numbers or known to be lists`);
}

/** The kind of lists made of the components of tuples. Throws if the components differ in kind. */
export function packTuple(name: string, kind: Kind): number | undefined {
  if (typeof kind !== "object") return kind;
  const parts = kind.map((part) => packTuple(name, part)).filter((part) => part !== undefined);
  const first = parts.at(0);
  if (parts.some((part) => part !== first))
    throw new TypeError(
      `${name}: the components must be of one kind, but the elements are ${describeKind(kind)}`,
    );
  return first === undefined ? undefined : first + 1;
}

/** The kind of elements that numbers are concatenated to. */
export function concatenated(kind: Kind): Kind {
  return kind === 0 ? 0 : undefined;
}
