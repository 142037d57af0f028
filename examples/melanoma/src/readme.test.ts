import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "..");
const readme = readFileSync(join(folder, "README.md"), "utf8");

/** Returns code without what a formatter may change: whitespace and trailing commas. */
function normalize(code: string): string {
  return code.replaceAll(/\s/g, "").replaceAll(/,(?=[)\]}])/g, "");
}

describe("the README of the example", () => {
  const names = [...readme.matchAll(/\[`(\w+)`\]\((\S+?)\)/g)].map(([, name, path]) => [name, path]);
  it.each(names)("links %s, which %s defines", (name, path) => {
    const code = readFileSync(join(folder, path), "utf8");
    expect(code).toMatch(new RegExp(`^(export )?(async )?(function|const|interface) ${name}\\b`, "m"));
  });

  const quotes = [...readme.matchAll(/^```ts (\S+)\n([\s\S]*?)^```/gm)].map(([, path, code]) => [path, code]);
  it.each(quotes)("quotes code of %s", (path, code) => {
    expect(normalize(readFileSync(join(folder, path), "utf8"))).toContain(normalize(code));
  });

  const links = [...readme.matchAll(/\]\((\S+?)\)/g)].map(([, path]) => path);
  it.each(links)("links %s, which exists", (path) => {
    expect(existsSync(join(folder, path))).toBe(true);
  });

  it("names every folder and every cell of the notebook", () => {
    const folders = readdirSync(join(folder, "src"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    for (const { name } of folders) expect(links).toContain(`src/${name}`);
    expect([names.length, quotes.length].map((count) => count > 10)).toEqual([true, true]);
  });
});

it.each(["main", "pipeline", "decode", "model", "schedule", "train", "submission"])(
  "%s.ts has at most 60 lines",
  (name) => {
    const lines = readFileSync(join(folder, "src", `${name}.ts`), "utf8")
      .trimEnd()
      .split("\n");
    expect(lines.length).toBeLessThanOrEqual(60);
  },
);
