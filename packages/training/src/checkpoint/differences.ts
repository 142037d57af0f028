import { isRecord } from "@tensorloom/core/internal";

/**
 * Lists how two descriptions of plain data differ, one sentence for each value: `optimizer.name is "sgd", was "adam"`.
 *
 * Objects are compared field by field, everything else by its JSON.
 */
export function listDifferences(now: object, before: object): readonly string[] {
  const [a, b] = [flatten(now), flatten(before)];
  return [...new Set([...b.keys(), ...a.keys()])].flatMap((path) => {
    const [is, was] = [a.get(path), b.get(path)];
    if (is === was) return [];
    return [`${path} is ${is ?? "missing"}, was ${was ?? "missing"}`];
  });
}

/** The values by path. An object without fields counts as one. */
function flatten(value: object): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  function visit(part: unknown, path: string): void {
    const entries = isRecord(part) ? Object.entries(part).filter(([, each]) => each !== undefined) : [];
    if (entries.length === 0) found.set(path, JSON.stringify(part));
    for (const [key, each] of entries) visit(each, path === "" ? key : `${path}.${key}`);
  }
  visit(JSON.parse(JSON.stringify(value)), "");
  return found;
}
