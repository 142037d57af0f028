/** tsx, as seen from the first of some modules that sees it. Its ES module form: the other one registers a file that is not there. */
export function typescriptLoader(modules: readonly string[]): string | undefined {
  const { createRequire } = process.getBuiltinModule("node:module");
  const path = process.getBuiltinModule("node:path");
  const { pathToFileURL } = process.getBuiltinModule("node:url");
  for (const from of modules)
    try {
      const manifest = createRequire(from).resolve("tsx/package.json");
      return pathToFileURL(path.join(path.dirname(manifest), "dist", "esm", "api", "index.mjs")).href;
    } catch {
      continue; // not installed there
    }
  return undefined; // a newer Node reads TypeScript by itself; an older one says that it does not know the extension
}

/** The export conditions of this process, which its threads are to have too. */
export function sourceConditions(fromSource: boolean): string[] {
  const given = process.execArgv.filter((flag) => flag.startsWith("--conditions="));
  const own = fromSource ? ["--conditions=@tensorloom/source"] : [];
  return [...new Set([...given, ...own])];
}
