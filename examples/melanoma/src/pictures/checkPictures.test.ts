import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeJpegSync, encodePngSync } from "@tensorloom/image";
import { afterAll, expect, it } from "vitest";
import { checkPictures } from "./checkPictures.ts";

const folder = mkdtempSync(join(tmpdir(), "tensorloom-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const gray = { data: new Uint8Array(64), height: 8, width: 8, channels: 1 } as const;

it("accepts pictures with any ends of their names", async () => {
  const paths = [write("1.jpg", encodeJpegSync(gray)), write("2.jpg", encodePngSync(gray))];
  await expect(checkPictures(paths)).resolves.toBeUndefined();
});

it("reports pictures that are cut off, even if other data follow the end of whole ones", async () => {
  const [jpeg, png] = [encodeJpegSync(gray), encodePngSync(gray)];
  const whole = write("whole.jpg", Uint8Array.of(...jpeg, ...new Uint8Array(2000)));
  const cut = [write("cut.jpg", jpeg.subarray(0, -20)), write("cut.png", png.subarray(0, -30))];
  const error = await checkPictures([whole, ...cut]).catch((reason: unknown) => String(reason));
  expect(error).toContain("2 of 3 pictures cannot be decoded; remove them, or replace them:\n");
  for (const path of cut) expect(error).toContain(`\n  ${path}: `);
});

it("reports all files of another kind, and names the first ones", async () => {
  const page = write("page.jpg", "<html>404</html>");
  const empty = Array.from({ length: 6 }, (_, at) => write(`empty-${String(at)}.jpg`, ""));
  const paths = [write("1.jpg", encodeJpegSync(gray)), page, ...empty];
  const error = await checkPictures(paths).catch((reason: unknown) => String(reason));
  expect(error).toContain("7 of 8 pictures cannot be decoded; remove them, or replace them:\n");
  expect(error).toMatch(/\n {2}\S+page\.jpg: image: .* got an HTML page.*\n/);
  expect(error).toMatch(/\n {2}… and 2 more$/);
});
