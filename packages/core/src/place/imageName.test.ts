import { expect, it } from "vitest";
import { IMAGE_ENDINGS, IMAGE_NAME } from "./imageName.ts";

it("knows names of images by their ends, in any case", () => {
  const names = ["a.jpg", "b.JPEG", "c.d.Png", "e.webp", "f.gif", "g.bmp", "h.avif"];
  expect(names.filter((name) => IMAGE_NAME.test(name))).toEqual(names);
  for (const name of ["a.jpg.txt", "jpg", "a.tif", "a.heic"]) expect(IMAGE_NAME.test(name)).toBe(false);
  expect("c.d.Png".replace(IMAGE_NAME, "")).toBe("c.d");
});

it("lists every end for messages", () => {
  for (const end of IMAGE_ENDINGS.split(/, | or /)) expect(IMAGE_NAME.test(`a${end}`)).toBe(true);
});
