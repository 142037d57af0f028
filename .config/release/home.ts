import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { publishedPackages, UMBRELLA } from "../reference/publishedPackages.ts";
import { installedReleases, type Release, startRegistry } from "./registry.ts";

const root = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);

/** A folder outside the repository in which every package is installed from its tarball, as a user would. */
export interface Home {
  readonly folder: string;
  /** What npm printed to stderr while it installed them. */
  readonly warnings: string;
  /** The tarball of each package, by its name without the scope. */
  readonly tarballs: Readonly<Record<string, string>>;
  /** Removes the folder and the tarballs. */
  remove(): void;
}

/** Packs every package, and installs the tarballs into an empty folder. The packages have to be built. */
export async function installHome(): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-home-"));
  const store = mkdtempSync(join(tmpdir(), "tensorloom-tarballs-"));
  const releases = await Promise.all([...publishedPackages(), UMBRELLA].map((name) => pack(name, store)));
  const registry = await startRegistry([...releases, ...installedReleases(join(root, "node_modules"))]);
  try {
    writeFileSync(join(folder, "package.json"), `{ "name": "home", "private": true, "type": "module" }\n`);
    const options = ["--no-audit", "--no-fund", "--registry", registry.address];
    const names = releases.map(({ manifest }) => manifest.name);
    const { stderr } = await run("npm", ["install", ...options, "--cache", join(store, "cache"), ...names], {
      cwd: folder,
      env: { ...process.env, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" },
    });
    return {
      folder,
      warnings: stderr,
      tarballs: Object.fromEntries(releases.map((one) => [shortName(one), one.tarball ?? ""])),
      remove() {
        for (const path of [folder, store]) rmSync(path, { recursive: true, force: true });
      },
    };
  } finally {
    await registry.close();
  }
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
  return manifest.name.replace(/^@tensorloom\//, "");
}
