import { encodeJpeg, encodePng } from "@tensorloom/image";
import { print, round } from "../../../../.config/bench/measure.ts";
import { executablePath } from "../../../../.config/browser/chromium.ts";
import { drawScene } from "./drawScene.ts";
import { type Difference, openImagePage } from "./imagePage.ts";

/**
 * Decoding in a worker of Chromium: the portable decoder, and the browser's.
 *
 * `exactMs`, `browserMs`: the least time of a file, in milliseconds of the clock. `most` and `mean`: how far the browser's levels are from the portable decoder's.
 */
const REPEATS = 15;
const SIDE = 1024;

if (executablePath === undefined) print({ bench: "browserDecoder", skipped: "there is no Chromium" });
else {
  const { page, close } = await openImagePage();
  const scene = drawScene(SIDE);
  const FILES = [
    { file: "jpeg", bytes: await encodeJpeg(scene, { quality: 90 }), options: {} },
    {
      file: "jpeg to 224",
      bytes: await encodeJpeg(scene, { quality: 90 }),
      options: { minSize: { height: 224, width: 224 } },
    },
    { file: "png", bytes: await encodePng(scene), options: {} },
  ];
  for (const { file, bytes, options } of FILES) {
    const inWorker = <T>(name: string, ...values: readonly unknown[]): Promise<T> => {
      const words = [name, Buffer.from(bytes).toString("base64"), ...values].map((one) =>
        JSON.stringify(one),
      );
      return page.evaluate<T>(`inWorker(${words.join(", ")})`);
    };
    const { most, mean } = await inWorker<Difference>("compare", options);
    const { exact, browser } = await inWorker<Record<"exact" | "browser", number>>("time", options, REPEATS);
    print({
      ...{ bench: "browserDecoder", file, side: SIDE, bytes: bytes.length, exactMs: round(exact) },
      ...{ browserMs: round(browser), faster: round(exact / browser), most, mean: round(mean) },
    });
  }
  await close();
}
