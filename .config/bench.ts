import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

/** `npm run bench -- NAME [FILTER]`: runs the benchmarks of one package; each prints one JSON object a line. */
const name = process.argv.at(2);
const filter = process.argv.at(3) ?? "";
const packages = join(import.meta.dirname, "..", "packages");
const folders = readdirSync(packages).filter((one) => benches(one).length > 0);

function benches(one: string): readonly string[] {
  try {
    return readdirSync(join(packages, one, "bench")).filter((file) => file.endsWith(".bench.ts"));
  } catch {
    return [];
  }
}

if (name === undefined || !folders.includes(name)) {
  console.error(`bench: expected one of ${folders.join(", ")}, got ${name ?? "nothing"}`);
  process.exit(1);
}
for (const file of benches(name).filter((one) => basename(one).includes(filter))) {
  await import(pathToFileURL(join(packages, name, "bench", file)).href);
}
