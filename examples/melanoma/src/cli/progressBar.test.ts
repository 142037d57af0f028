import { describe, expect, it } from "vitest";
import { progress } from "./progressBar.ts";

function bar(isTTY: boolean): string {
  const seen: string[] = [];
  let time = 0;
  const stderr = { isTTY, columns: 60, write: (text: string) => seen.push(text) };
  const shown = progress({ stderr, now: () => time }, "features", 200);
  for (const done of [50, 51, 100]) {
    time += 1000 * (done === 51 ? 0.05 : 10);
    shown.at(done);
  }
  shown.end();
  return seen.join("").replaceAll("\r\u001b[K", "\n");
}

describe("progress", () => {
  it("draws a bar with the time left, not more often than is seen, and takes it away", () => {
    expect(bar(true)).toBe(
      "\nfeatures [======                  ] 50/200  30 s left\nfeatures [============            ] 100/200  21 s left\n",
    );
  });

  it("is quiet where there is no terminal", () => {
    expect(bar(false)).toBe("");
  });
});
