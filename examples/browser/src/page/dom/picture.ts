import type { Overlay } from "../../messages/answers.ts";
import { element } from "./element.ts";

/** A bitmap as an element. The bitmap moves into it without a copy. */
export function picture(bitmap: ImageBitmap, label: string): HTMLCanvasElement {
  const canvas = element("canvas", {
    width: bitmap.width,
    height: bitmap.height,
    role: "img",
    "aria-label": label,
  });
  canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
  return canvas;
}

/** A picture under its heatmap, whose strength is the style's `--heat`. */
export function layered({ picture: below, heat }: Overlay, label: string): HTMLElement {
  const above = heat === undefined ? undefined : picture(heat, `Grad-CAM: ${label}`);
  above?.classList.add("heat");
  return element("div", { class: "layers" }, picture(below, label), above);
}
