import { describe, expect, it } from "vitest";
import { readFigures } from "./figures.ts";
import { tidyApi } from "./tidyApi.ts";

describe("tidyApi", () => {
  it("makes parts of a declaration bold, and keeps its members as headings of the next level", () => {
    const page =
      "### Dataset\n\n#### Methods\n\n##### map()\n\n###### Parameters\n\n***\n\n### Example\n\n#### Example\n";
    expect(tidyApi(page)).toBe(
      "### Dataset\n\n**Methods**\n\n#### map()\n\n**Parameters**\n\n### Example\n\n**Example**\n",
    );
  });

  it("shows the type of options once: by their fields", () => {
    const row = "| `options?` | \\{ `size?`: `number`; `by`: \\| `1` \\| `2`; \\} | How. |";
    const fields = "| `options.size?` | `number` | A size. |\n| `options.by` | `1` \\| `2` | - |";
    expect(tidyApi(`${row}\n${fields}\n`)).toBe(
      "| `options?` | `object` | How. |\n| `options.size?` | `number` | A size. |\n| `options.by` | `1` \\| `2` | |\n",
    );
  });

  it("leaves other rows as they are", () => {
    const rows = "| `image` | `Image` | Pixels. |\n| `height` | `number` | Pixels. |\n";
    expect(tidyApi(rows)).toBe(rows);
  });
});

describe("readFigures", () => {
  it("finds a ratio for each line, from the saved benchmarks", () => {
    const figures = readFigures();
    expect(figures.length).toBeGreaterThan(3);
    expect(figures.filter(({ value }) => !/^\d+(\.\d+)?×$/.test(value))).toEqual([]);
  });
});
