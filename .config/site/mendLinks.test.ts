import { expect, it } from "vitest";
import { mendLinks } from "./mendLinks.ts";

it("mendLinks leads links to pages and headings that exist, and makes text of others", () => {
  const pages = mendLinks(
    new Map([
      [
        "data.md",
        "## map()\n\n[`take`](data/operator-1.md#take) and [m](#map-1), [c](#constructor-4), [x](https://a.b/#c)\n",
      ],
      ["data/operator-1.md", "## take()\n\n## take()\n\n[second](#take-1) of [data](../data.md)\n"],
    ]),
  );
  expect(Object.fromEntries(pages)).toEqual({
    "data.md": "## map()\n\n[`take`](data/operator.md#take) and [m](#map), c, [x](https://a.b/#c)\n",
    "data/operator.md": "## take()\n\n## take()\n\n[second](#take-1) of [data](../data.md)\n",
  });
});
