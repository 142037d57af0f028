import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishedPackages } from "../reference/publishedPackages.ts";

const root = join(import.meta.dirname, "..", "..");

/** Every page: at the root, in docs/, and in packages and examples. */
const pages = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  ...["docs", "packages", "examples", ".config", ".github"].flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md") && !/node_modules|docs.api|^api\b|dist/.test(file))
      .map((file) => join(place, file)),
  ),
];

/** The targets of a page's links to files of the repository. */
function linkedFiles(page: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8").replace(/^ *```[^]*?^ *```/gm, "");
  return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, target]) => target);
}

/** The tables of a page: the first cells of their rows, with the header and the line below it. */
function firstCells(page: string): readonly (readonly string[])[] {
  const text = readFileSync(join(root, page), "utf8").replace(/^ *```[^]*?^ *```/gm, "");
  return [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) =>
    table
      .trimEnd()
      .split("\n")
      .map((row) => (row.split("|")[1] ?? "").trim()),
  );
}

describe("tables", () => {
  it.each(pages)("%s describes each thing once", (page) => {
    const doubled = firstCells(page).flatMap((cells) =>
      cells.filter((cell, i) => cell !== "" && cells.indexOf(cell) < i),
    );
    expect(doubled).toEqual([]);
  });
});

describe("packages", () => {
  const rowsOf = (page: string): readonly string[] => firstCells(page).flat();

  it.each(publishedPackages())("%s is in the README and in the architecture", (name) => {
    expect(rowsOf("README.md")).toContain(`\`@tensorloom/${name}\``);
    expect(rowsOf("docs/architecture.md")).toContain(`\`${name}\``);
  });

  it.each(["guides", "tutorials", "recipes", "migration"])(
    "and %s are all listed in docs/README.md",
    (place) => {
      const files = readdirSync(join(root, "docs", place)).filter((file) => file.endsWith(".md"));
      expect(linkedFiles("docs/README.md")).toEqual(
        expect.arrayContaining(files.map((file) => `${place}/${file}`)),
      );
    },
  );
});

describe("links between pages and files", () => {
  it("are found", () => {
    expect(pages.flatMap(linkedFiles).length).toBeGreaterThan(100);
  });

  it.each(pages)("%s links only files that exist", (page) => {
    const missing = linkedFiles(page).filter((target) => !existsSync(join(root, dirname(page), target)));
    expect(missing).toEqual([]);
  });
});
