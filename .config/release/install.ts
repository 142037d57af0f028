import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { publishedPackages } from "../reference/publishedPackages.ts";
import { installedReleases, type Release, startRegistry } from "./registry.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder outside the repository in which every package is installed from its tarball. */
    home: string;
    /** What npm printed to stderr while it installed them. */
    warnings: string;
    /** The tarball of each package, by its name without the scope. */
    tarballs: Readonly<Record<string, string>>;
  }
}

const root = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);

/** Packs every package, and installs the tarballs into an empty folder as a user would. */
export default async function install(project: TestProject): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), "tensorloom-home-"));
  const store = mkdtempSync(join(tmpdir(), "tensorloom-tarballs-"));
  const releases = await Promise.all(publishedPackages().map((name) => pack(name, store)));
  const registry = await startRegistry([...releases, ...installedReleases(join(root, "node_modules"))]);
  try {
    writeFileSync(join(home, "package.json"), `{ "name": "home", "private": true, "type": "module" }\n`);
    const names = releases.map(({ manifest }) => manifest.name);
    const { stderr } = await run(
      "npm",
      [
        "install",
        "--no-audit",
        "--no-fund",
        "--registry",
        registry.address,
        "--cache",
        join(store, "cache"),
        ...names,
      ],
      { cwd: home, env: { ...process.env, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" } },
    );
    project.provide("home", home);
    project.provide("warnings", stderr);
    project.provide(
      "tarballs",
      Object.fromEntries(releases.map((one) => [shortName(one), one.tarball ?? ""])),
    );
  } finally {
    await registry.close();
  }
  return () => {
    for (const folder of [home, store]) rmSync(folder, { recursive: true, force: true });
  };
}

async function pack(name: string, store: string): Promise<Release> {
  const folder = join(root, "packages", name);
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", store], {
    cwd: folder,
  });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]; // npm's own report
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Release["manifest"];
  return { manifest, tarball: join(store, filename.replace("@", "").replace("/", "-")) };
}

function shortName({ manifest }: Release): string {
  return manifest.name.slice("@tensorloom/".length);
}
