import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const packages = join(import.meta.dirname, "..", "..", "packages");

/** The folders of `packages/` that are published: all but those whose manifest says `"private": true`. */
export function publishedPackages(): readonly string[] {
  return readdirSync(packages).filter((name) => {
    const manifest = readFileSync(join(packages, name, "package.json"), "utf8");
    return (JSON.parse(manifest) as { private?: boolean }).private !== true; // as npm reads it
  });
}
