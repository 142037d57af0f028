import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** An entry of a package, or a program: it may import from every room. */
const ENTRY =
  /\/src\/(index|node|internal|operator|csv|parquet|events|jpeg-js|main)\.ts$|\/src\/internal\/(node|net)\.ts$/;

/** The source files of every package and example, without tests, by their path from the root. */
export function sourceFiles(): readonly string[] {
  return ["packages", "examples"].flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, encoding: "utf8" })
      .map((file) => posix.join(place, file.replaceAll("\\", "/")))
      .filter((file) => /^[^/]+\/[^/]+\/src\/.*\.ts$/.test(file) && !/\.test(-d)?\.ts$/.test(file))
      .filter((file) => !file.includes("/node_modules/")),
  );
}

/** The specifiers that a file imports or exports from. Type imports count, too. */
export function specifiersIn(file: string): readonly string[] {
  const code = readText(file).replace(/\/\*[^]*?\*\//g, "");
  const statements = code.matchAll(
    /^\s*(?:import|export)\b[^;]*?\bfrom\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^\s*import\s+"([^"]+)"/gm,
  );
  return [...statements].flatMap(([, ...found]) => found.filter((one) => (one as unknown) !== undefined));
}

/** The files that a file imports by a relative path. */
export function importsOf(file: string): readonly string[] {
  return specifiersIn(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => posix.normalize(posix.join(posix.dirname(file), specifier)));
}

export function readText(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Who imports whom, file by file. */
export function fileGraph(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(files.map((file) => [file, importsOf(file)]));
}

/** Who imports whom, folder by folder, without the entries, which import from every folder. */
export function folderGraph(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const graph = new Map<string, string[]>();
  for (const file of files.filter((one) => !ENTRY.test(one))) {
    const folder = dirname(file);
    const others = importsOf(file)
      .map(dirname)
      .filter((other) => other !== folder);
    graph.set(folder, [...(graph.get(folder) ?? []), ...others]);
  }
  return graph;
}

/** Groups of nodes that reach one another (Tarjan's strongly connected components of more than one node). */
export function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const cycles: (readonly string[])[] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.size - 1);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(node, Math.min(lowest.get(node) ?? 0, lowest.get(next) ?? 0));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const group = open.splice(open.indexOf(node));
    if (group.length > 1) cycles.push(group.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return cycles;
}
