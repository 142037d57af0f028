import type { TestProject } from "vitest/node";
import { installHome } from "./home.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder outside the repository in which every package is installed from its tarball. */
    home: string;
    /** What npm printed to stderr while it installed them. */
    warnings: string;
    /** The tarball of each package, by its folder in `packages/`. */
    tarballs: Readonly<Record<string, string>>;
  }
}

/** Installs the packages from their tarballs once, for all tests. */
export default async function install(project: TestProject): Promise<() => void> {
  const home = await installHome();
  project.provide("home", home.folder);
  project.provide("warnings", home.warnings);
  project.provide("tarballs", home.tarballs);
  return () => home.remove();
}
