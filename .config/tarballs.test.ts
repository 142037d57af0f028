import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Packs every package and imports the tarballs from an empty folder, as a user who installed them would. */
const root = join(import.meta.dirname, "..");
const names = readdirSync(join(root, "packages"));
const home = mkdtempSync(join(tmpdir(), "tensorloom-tarballs-"));
const scope = join(home, "node_modules", "@tensorloom");

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
}

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Third parties come from this repository's own node_modules: the test needs no network. */
function linkThirdParties(): void {
  const installed = join(root, "node_modules");
  for (const entry of readdirSync(installed)) {
    if (entry === "@tensorloom" || entry.startsWith(".")) continue;
    symlinkSync(join(installed, entry), join(home, "node_modules", entry));
  }
}

beforeAll(() => {
  mkdirSync(scope, { recursive: true });
  linkThirdParties();
  for (const name of names) {
    const packed = run(
      "npm",
      ["pack", "--ignore-scripts", "--json", "--pack-destination", home],
      join(root, "packages", name),
    );
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    mkdirSync(join(scope, name));
    run(
      "tar",
      [
        "-xzf",
        join(home, filename.replace("@", "").replace("/", "-")),
        "-C",
        join(scope, name),
        "--strip-components=1",
      ],
      home,
    );
  }
  writeFileSync(join(home, "package.json"), `{ "type": "module" }\n`);
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

describe.each(names)("the tarball of @tensorloom/%s", (name) => {
  const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as Manifest;

  it("holds no source, test or fixture", () => {
    const files = readdirSync(join(scope, name), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => /\.test\.|fixtures|(^|\/)src\//.test(file))).toEqual([]);
  });

  for (const entry of Object.keys(manifest.exports)) {
    const specifier = `@tensorloom/${name}${entry.slice(1)}`;

    it(`${specifier} exports under plain Node what the source exports`, () => {
      const asked = `import(${JSON.stringify(specifier)}).then((m) => console.log(JSON.stringify(Object.keys(m).sort())))`;
      const built = JSON.parse(
        run(process.execPath, ["--input-type=module", "--eval", asked], home),
      ) as string[];
      const index = readFileSync(
        join(root, "packages", name, "src", entry === "." ? "index.ts" : `${entry.slice(2)}.ts`),
        "utf8",
      );
      const stated = [...index.matchAll(/export \{([\s\S]*?)\} from/g)]
        .flatMap((list) => list[1].split(","))
        .map((item) => item.trim())
        .filter((item) => item !== "" && !item.startsWith("type "))
        .map((item) => item.split(/\s+as\s+/).at(-1) ?? item)
        .sort();
      expect(built).toEqual(stated);
    });
  }
});
