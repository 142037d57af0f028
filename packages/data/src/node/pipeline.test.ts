import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const script = join(import.meta.dirname, "pipeline.ts");

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const flags = ["--import", "tsx", "--conditions=@tensorloom/source", script, ...args];
  return spawnSync(process.execPath, flags, { encoding: "utf8" });
}

describe("the pipeline command", () => {
  it("prints the elements as one line of JSON", () => {
    const { status, stdout } = run('[["range",10],["filter","mod",2,0],["batch",3]]');
    expect([status, stdout]).toEqual([0, "[[0,2,4],[6,8]]\n"]);
    expect(run('[["range",100000]]').stdout).toHaveLength(488_890 + 99_999 + 3); // digits, commas, brackets and a newline
  });

  it("says in a sentence what is wrong, and ends with 1", () => {
    const { status, stdout, stderr } = run('[["range",3],["batch",0]]');
    expect([status, stdout, stderr]).toEqual([
      1,
      "",
      "pipeline: batch: size must be an integer of at least 1, got 0\n",
    ]);
    expect(run().status).toBe(1);
  });
});
