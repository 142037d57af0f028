/** Names cut to a length for an axis; those that would be equal then are numbered. */
export function shortNames(names: readonly string[], length: number): readonly string[] {
  const cut = names.map((name) => (name.length <= length ? name : `${name.slice(0, length - 1)}…`));
  return cut.map((name, at) =>
    cut.indexOf(name) === at && cut.lastIndexOf(name) === at ? name : `${name} ${String(at + 1)}`,
  );
}
