import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RUNTIME_NAMES } from "./runtimes.ts";
import { FEATURES, findDifference, UNSUPPORTED } from "./support.ts";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs", "guides", "support.md"), "utf8");

/** The cells of the rows of the page's table whose head begins with a word. */
function table(word: string): readonly (readonly string[])[] {
  const rows = page.split("\n").map((line) => line.split("|").slice(1, -1));
  const cells = rows.map((row) => row.map((cell) => cell.trim()));
  const head = cells.findIndex(([first]) => first === word);
  const end = cells.findIndex((row, at) => at > head && row.length === 0);
  return [cells[head], ...cells.slice(head + 2, end)];
}

describe("the support matrix", () => {
  it("says of every feature and runtime what npm run test:runtimes holds", () => {
    const known = (runtime: string): Readonly<Record<string, string>> => UNSUPPORTED[runtime] ?? {};
    const rows = FEATURES.map((name) => [
      name,
      ...RUNTIME_NAMES.map((runtime) => (name in known(runtime) ? `no: ${known(runtime)[name]}` : "yes")),
    ]);
    // Columns are padded, and Node 20's is the first.
    expect(table("feature").map((row) => row.map((cell) => cell.replaceAll("`", "")))).toEqual([
      ["feature", ...RUNTIME_NAMES],
      ...rows,
    ]);
  });

  it("lists the features that the program has", () => {
    const program = readFileSync(join(import.meta.dirname, "features.js"), "utf8");
    const names = [...program.matchAll(/^ {2}(?:async )?"?([\w@/\- ]+?)"?(?:\(\) \{|: \(\) =>)/gm)];
    expect(names.map(([, name]) => name)).toEqual([...FEATURES]);
  });

  it("names files that exist", () => {
    const paths = [...page.matchAll(/`(\.?[\w.]+(?:\/[\w.]+)+)`/g)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) expect(() => readFileSync(join(root, path)), path).not.toThrow("ENOENT");
  });
});

describe("findDifference", () => {
  const one = { loss: 0.5, logs: [{ auc: 1, name: "a" }] };

  it("finds no difference below the tolerance", () => {
    expect(findDifference(one, { loss: 0.5 + 9e-7, logs: [{ auc: 1, name: "a" }] }, 1e-6)).toBeUndefined();
  });

  it.each([
    [{ loss: 0.5 + 2e-6, logs: [{ auc: 1, name: "a" }] }, "result.loss: 0.5 and 0.500002"],
    [{ loss: 0.5, logs: [{ auc: 1, name: "b" }] }, 'result.logs.0.name: "a" and "b"'],
    [{ loss: 0.5, logs: [] }, "result.logs: 1 and 0 entries"],
    [{ loss: NaN, logs: one.logs }, "result.loss: 0.5 and NaN"],
    [{ loss: 0.5, log: one.logs }, "result.logs: "],
  ])("names the first difference of %j", (other, message) => {
    expect(findDifference(one, other, 1e-6)).toContain(message);
  });
});
