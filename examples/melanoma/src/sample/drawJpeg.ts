import { setImmediate } from "node:timers/promises";
import { encodeJpeg } from "@tensorloom/image";
import { drawPicture } from "./drawPicture.ts";
import type { PlannedImage } from "./planSample.ts";

/** Draws a planned image and encodes it. */
export async function drawJpeg(
  { malignant, random }: Pick<PlannedImage, "malignant" | "random">,
  size: number,
): Promise<Uint8Array> {
  await setImmediate(); // drawing is slow; this lets the process handle Ctrl-C
  return encodeJpeg(drawPicture(random.fork(0), { malignant, size }), { quality: 90 });
}
