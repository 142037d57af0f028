import { expect, it } from "vitest";
import { keepOrigin, originOf, setOrigin } from "./origin.ts";

it("is recorded for objects, and copied to objects made from them", () => {
  const record = setOrigin({ x: 1 }, "a.tfrec, record 3");
  expect(originOf(record)).toBe("a.tfrec, record 3");
  const parsed = keepOrigin(record, [1]);
  expect(originOf(parsed)).toBe("a.tfrec, record 3");
  expect(originOf(keepOrigin({}, parsed))).toBe("a.tfrec, record 3");
  expect(originOf(keepOrigin({}, [2]))).toBeUndefined();
  expect(setOrigin(5, "nowhere")).toBe(5);
});

it.each([
  ["photos/a.jpg", "photos/a.jpg"],
  ["C:\\photos\\a.jpg", "C:\\photos\\a.jpg"],
  ["plain", undefined],
  ["two/\nlines", undefined],
  [`${"x".repeat(300)}/`, undefined],
])("of the text %j is %j", (text, origin) => {
  expect(originOf(text)).toBe(origin);
});
