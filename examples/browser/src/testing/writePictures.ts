import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";

/** Writes the small pictures that the page shows into a folder, with a folder for each of some classes. */
export async function writePictures(page: Page, folder: string, classes: readonly string[]): Promise<void> {
  for (const name of classes) {
    const item = page.locator(".classes li", { hasText: name });
    const addresses = await item
      .locator("canvas")
      .evaluateAll((canvases) =>
        canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL("image/png")),
      );
    for (const [at, address] of addresses.entries()) {
      const file = join(folder, name, `${String(at)}.png`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, Buffer.from(address.slice(address.indexOf(",") + 1), "base64"));
    }
  }
}

/** Drops a folder of the disk on an element, as a file manager does. */
export async function dropFolder(page: Page, folder: string, selector: string): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not visible`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
  await session.detach();
}
