import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fromFolder } from "../node.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");

describe("fromFolder", () => {
  it("gives the files in the order of their names, and can be shuffled as a whole", async () => {
    const scripts = fromFolder(fixtures, { match: /\.js$/ });
    expect(await scripts.toArray()).toEqual([join(fixtures, "built.js"), join(fixtures, "square.js")]);
    expect(scripts.size).toBe(2);
    expect(await scripts.shuffle({ seed: 1 }).toArray()).toHaveLength(2);
    expect(
      (await fromFolder(join(fixtures, ".."), { recursive: true, match: /square/ }).toArray()).length,
    ).toBe(1);
  });

  it("says where there is no such folder", () => {
    expect(() => fromFolder(join(fixtures, "nowhere"))).toThrow("nowhere");
  });
});
