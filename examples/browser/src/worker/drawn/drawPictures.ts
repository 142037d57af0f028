import { random, type Random } from "@tensorloom/core";
import type { PictureFile } from "../../messages/pictures.ts";
import { DRAWINGS } from "./drawings.ts";

/** Pictures of each class. */
const COUNT = 60;
const SIDE = 160;

/** Draws pictures of a few classes, the same for each seed. */
export async function drawPictures(seed: number): Promise<readonly PictureFile[]> {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext("2d");
  if (context === null)
    throw new Error("drawPictures: this browser has no OffscreenCanvas with a 2d context");
  const files: PictureFile[] = [];
  for (const [label, [name, draw]] of Object.entries(DRAWINGS).entries())
    for (let at = 0; at < COUNT; at++) {
      const own = random(seed, label, at);
      context.resetTransform();
      paintGround(context, own);
      place(context, own);
      draw(context, own);
      const file = await canvas.convertToBlob({ type: "image/png" });
      files.push({ path: `drawn/${name}/${String(at + 1).padStart(2, "0")}.png`, file });
    }
  return files;
}

/** A soft ground whose colour says nothing about the class. */
function paintGround(context: OffscreenCanvasRenderingContext2D, own: Random): void {
  const hue = own.integer(360);
  const light = 78 + own.integer(16);
  const ground = context.createLinearGradient(0, 0, own.integer(SIDE), SIDE);
  ground.addColorStop(0, `hsl(${String(hue)} 45% ${String(light)}%)`);
  ground.addColorStop(1, `hsl(${String(hue + 40)} 40% ${String(light - 14)}%)`);
  context.fillStyle = ground;
  context.fillRect(0, 0, SIDE, SIDE);
}

/** Moves, turns and scales what is drawn next, about the origin at the centre. */
function place(context: OffscreenCanvasRenderingContext2D, own: Random): void {
  context.translate(SIDE / 2 + 36 * (own.uniform() - 0.5), SIDE / 2 + 36 * (own.uniform() - 0.5));
  context.rotate(0.5 * (own.uniform() - 0.5));
  const scale = 0.85 + 0.5 * own.uniform();
  context.scale(scale, scale);
}
