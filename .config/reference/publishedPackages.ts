import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const packages = join(import.meta.dirname, "..", "..", "packages");

/** The package that re-exports all others, by its folder and its name. */
export const UMBRELLA = "tensorloom";

/**
 * The folders of `packages/` that are published as `@tensorloom/NAME`: all but those whose manifest says
 * `"private": true`, and but the {@link UMBRELLA}, which has no code of its own.
 */
export function publishedPackages(): readonly string[] {
  return readdirSync(packages).filter((name) => {
    const manifest = readFileSync(join(packages, name, "package.json"), "utf8");
    return name !== UMBRELLA && (JSON.parse(manifest) as { private?: boolean }).private !== true; // as npm reads it
  });
}
