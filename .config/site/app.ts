import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { root } from "./pages.ts";

/** The example that trains a classifier in a page, from the root of the repository. */
export const appFolder = "examples/browser";

const built = join(root, ".cache", "browser-example");

/** Whether the example was built for this site. */
export function isAppBuilt(): boolean {
  return existsSync(join(built, "index.html"));
}

/**
 * Builds the example for browsers, as a folder of files with relative addresses.
 *
 * @returns False if the checkout has no such example.
 * @throws Error - If it does not build.
 */
export async function buildApp(): Promise<boolean> {
  if (!existsSync(join(root, appFolder, "index.html"))) return false;
  await build({
    root: join(root, appFolder),
    base: "./",
    logLevel: "warn",
    build: { outDir: built, emptyOutDir: true },
  });
  return true;
}

/** Copies the built example into the site, to /app/. */
export function copyApp(site: string): void {
  if (isAppBuilt()) cpSync(built, join(site, "app"), { recursive: true });
}
