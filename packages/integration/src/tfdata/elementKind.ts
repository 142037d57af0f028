/**
 * What the elements of a plan are: a number of levels (0 is a number, 1 a list of numbers, 2 a list of lists), or the
 * components of a tuple. `undefined` behind a concatenation of unlike elements and a scan of lists, whose sums may be of
 * more levels than a list: only reading them tells.
 */
export type Kind = number | readonly Kind[] | undefined;

function told(kind: Kind): string {
  if (typeof kind === "object") return `tuples of ${kind.map(told).join(" and ")}`;
  if (kind === undefined) return "numbers or lists";
  return kind === 0 ? "numbers" : `lists of ${told(kind - 1)}`;
}

/** Refuses all elements that are known not to be numbers. */
export function numbers(name: string, kind: Kind): 0 | undefined {
  if (kind === 0 || kind === undefined) return kind;
  throw new TypeError(`${name}: the elements must be numbers, but they are ${told(kind)}`);
}

/** The kind of lists of such elements: a batch of tuples is a tuple of lists. */
export function listed(kind: Kind): Kind {
  return typeof kind === "object" ? kind.map(listed) : kind === undefined ? undefined : kind + 1;
}

/** The kind of what such lists hold. */
export function unlisted(name: string, kind: Kind): Kind {
  const inner = (part: Kind): Kind => {
    if (typeof part === "object") return part.map(inner);
    if (part !== 0) return part === undefined ? undefined : part - 1;
    throw new TypeError(`${name}: the elements must be batches, but they are ${told(kind)}`);
  };
  return inner(kind);
}

/** Refuses tuples. */
export function single(name: string, kind: Kind): Kind {
  if (typeof kind !== "object") return kind;
  throw new TypeError(`${name}: the elements must be numbers or lists, but they are ${told(kind)}`);
}

/** Refuses elements of which only reading tells how many levels they have. */
export function levelled(name: string, kind: Kind): Kind {
  if (typeof kind === "object") return kind.map((part) => levelled(name, part));
  if (kind !== undefined) return kind;
  throw new TypeError(`${name}: the elements must be known to be numbers or known to be lists`);
}

/** The kind of lists that the components of tuples are put into; refuses those of unlike components. */
export function packed(name: string, kind: Kind): number | undefined {
  if (typeof kind !== "object") return kind;
  const parts = kind.map((part) => packed(name, part)).filter((part) => part !== undefined);
  const first = parts.at(0);
  if (parts.some((part) => part !== first))
    throw new TypeError(`${name}: the components must be alike, but the elements are ${told(kind)}`);
  return first === undefined ? undefined : first + 1;
}

/** The kind of elements of one sequence and of numbers behind them. */
export function joined(kind: Kind): Kind {
  return kind === 0 ? 0 : undefined;
}
