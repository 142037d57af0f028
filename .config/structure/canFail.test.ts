import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const files = ["packages", "examples", ".config"].flatMap((place) =>
  readdirSync(join(root, place), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules"))
    .map((file) => join(place, file)),
);

/** The test's own function is passed by name: tfjs's own cases, which expect by themselves. */
const PASSED_BY_NAME = "packages/backend/src/kernels/tfjsCases.test.ts:";

/** Whether something is there: a folder, a program, a variable. */
const PRESENCE = /\bexistsSync\b|\bexecutablePath\b|\bprocess\.env\b/;

type Bodies = ReadonlyMap<string, string>;

/** The text of everything that a file declares by name. */
function bodiesOf(source: ts.SourceFile): Bodies {
  const bodies = new Map<string, string>();
  visitAll(source, (node) => {
    if (
      (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) &&
      node.name &&
      ts.isIdentifier(node.name)
    )
      bodies.set(node.name.text, node.getText());
  });
  return bodies;
}

function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
}

/** Whether a text, or what it names in its file, matches. */
function reaches(
  text: string,
  pattern: RegExp,
  bodies: Bodies,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (pattern.test(text)) return true;
  const named = [...bodies.keys()].filter(
    (name) => !seen.has(name) && new RegExp(`\\b${name}\\b`).test(text),
  );
  const all = new Set([...seen, ...named]);
  return named.some((name) => reaches(bodies.get(name) ?? "", pattern, bodies, all));
}

/** `it` of `it.skipIf(x).each(y)`. */
function rootOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return rootOf(node.expression);
  return ts.isTaggedTemplateExpression(node) ? rootOf(node.tag) : "";
}

/** What is wrong with the tests of a file, with the lines. */
function faultsIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const bodies = bodiesOf(source);
  const faults: string[] = [];
  visitAll(source, (node) => {
    const report = (fault: string): void => {
      faults.push(
        `${file}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)} ${fault}`,
      );
    };
    if (ts.isIfStatement(node)) {
      const holdsTests = /\b(?:it|test|describe)(?:\.\w+)*\(/.test(node.thenStatement.getText());
      if (holdsTests && reaches(node.expression.getText(), PRESENCE, bodies))
        report("leaves tests out with if; skipIf would report them");
    }
    if (!ts.isCallExpression(node) || !["it", "test"].includes(rootOf(node.expression))) return;
    const work = node.arguments.find((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one));
    if (work === undefined || node.arguments.length < 2) return;
    if (!reaches(work.getText(), /\bexpect(?:TypeOf)?\b/, bodies)) report("expects nothing");
    if (!ts.isBlock(work.body)) return;
    for (const statement of work.body.statements) {
      if (/\bexpect/.test(statement.getText())) break;
      if (ts.isIfStatement(statement) && /^\{?\s*return\b/.test(statement.thenStatement.getText()))
        report("may return before it expects anything");
    }
  });
  return faults;
}

describe("every test", () => {
  it("can fail", () => {
    const faults = files.flatMap((file) => faultsIn(file, readFileSync(join(root, file), "utf8")));
    expect(files.length).toBeGreaterThan(200);
    expect(faults.filter((fault) => !fault.startsWith(PASSED_BY_NAME))).toEqual([]);
  });

  it.each([
    [`if (existsSync("x")) it("reads", () => expect(1).toBe(1));`, "leaves tests out with if"],
    [`const here = existsSync("x"); if (here) { describe("x", () => {}); }`, "leaves tests out with if"],
    [`it("runs", async () => { await run(); });`, "expects nothing"],
    [`it("runs", () => { if (data === undefined) return; expect(1).toBe(1); });`, "may return before"],
  ])("is refused: %s", (text, fault) => {
    expect(faultsIn("some.test.ts", text)).toEqual([expect.stringContaining(fault)]);
  });
});
