import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCompiled } from "../../../../.config/compiled/runCompiled.ts";

const script = join(import.meta.dirname, "pipeline.ts");

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [runCompiled, script, ...args], { encoding: "utf8" });
}

describe("the pipeline command", () => {
  it("prints the elements as one line of JSON", () => {
    const { status, stdout } = run('[["range",10],["filter","mod",2,0],["batch",3]]');
    expect([status, stdout]).toEqual([0, "[[0,2,4],[6,8]]\n"]);
    expect(run('[["range",0],["repeat",-1]]').stdout).toBe("[]\n");
    expect(run('[["range",100000]]').stdout).toHaveLength(488_890 + 99_999 + 3); // digits, commas, brackets and a newline
  });

  it.each<[string, readonly string[]]>([
    ["batch: size must be an integer of at least 1, got 0", ['[["range",3],["batch",0]]']],
    ["the plan is not JSON: ", ["[[range,3]]"]],
    ["the elements have no end: add a take after the repeat", ['[["range",3],["repeat",-1]]']],
    [
      "the elements have no end: add a take after the repeat",
      ['[["range",3],["repeat",-1],["filter","mod",2,0]]'],
    ],
    ["expected one plan, got 2: put it in quotes", ['[["range",', "3]]"]],
    ["expected a plan\nusage: pipeline", []],
    [
      "element 1: a batch needs elements of one shape, got [0] and [1]",
      ['[["range",4],["map","upto",2],["batch",2]]'],
    ],
  ])("says what is wrong, prints nothing else, and ends with 1: %s", (sentence, words) => {
    const { status, stdout, stderr } = run(...words);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^pipeline: .*\n$/s);
    expect(stderr).toContain(sentence);
  });

  it("prints its usage", () => {
    const { status, stdout } = run("--help");
    expect([status, stdout.split(" ", 2)]).toEqual([0, ["usage:", "pipeline"]]);
  });
});
