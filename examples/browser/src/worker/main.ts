import type { Image } from "@tensorloom/image";
import { infer } from "@tensorloom/training";
import type { Answer, Overlay } from "../messages/answers.ts";
import { type Endpoint, serve } from "../messages/channel.ts";
import { augmentationRows } from "./augment/augmentationRows.ts";
import { drawPictures } from "./drawn/drawPictures.ts";
import { enlarge, explainImages } from "./explain/explainImages.ts";
import { bitmapOf } from "./pictures/bitmapOf.ts";
import { decodePicture } from "./pictures/decodePicture.ts";
import { PictureStore } from "./pictures/pictureStore.ts";
import { thumbnail } from "./pictures/thumbnail.ts";
import { download } from "./save/download.ts";
import { forgetRun, loadRun } from "./session/savedRun.ts";
import { Trainer } from "./trainer.ts";

const store = new PictureStore();
async function classify(picture: Blob | ImageBitmap, explain: boolean): Promise<Answer> {
  const { model, settings, result } = trainer.trained;
  const image = await decodePicture(picture, settings.size, "the picture");
  const start = performance.now();
  const predictor = infer(model, { engine: "tfjs" });
  const { data } = await predictor({ data: image.data, shape: [1, settings.size, settings.size, 3] });
  const milliseconds = performance.now() - start;
  await predictor.dispose();
  const scores = result.labels
    .map((label, at) => ({ label, score: data[at] }))
    .sort((a, b) => b.score - a.score);
  const [overlay] = explain ? await explainImages(model, [image]) : [await plain(image)];
  return { scores, milliseconds, ...overlay };
}

async function plain(image: Image<Uint8Array>): Promise<Overlay> {
  return { picture: await bitmapOf(enlarge(image)), heat: undefined };
}

const report = serve(globalThis as unknown as Endpoint, {
  chooseEngine: (choice) => trainer.chooseEngine(choice),
  addPictures(files) {
    store.add(files);
    return store.describe();
  },
  async drawPictures(seed) {
    const files = await drawPictures(seed);
    store.clear();
    store.add(files);
    return store.describe();
  },
  clearPictures() {
    store.clear();
    return store.describe();
  },
  showAugmentations: (settings) => augmentationRows(store, settings),
  train: (settings) => trainer.start(settings),
  findSavedRun: () => trainer.findSaved(),
  async loadSavedPictures() {
    store.clear();
    store.add((await loadRun())?.files ?? []);
    return store.describe();
  },
  continueRun: () => trainer.continue(),
  discardRun: () => forgetRun(),
  pause: () => trainer.gate?.pause(),
  resume: () => trainer.gate?.resume(),
  stop: () => trainer.gate?.stop(),
  thumbnails: (ids) =>
    Promise.all(ids.map((id) => thumbnail(store.pictures[id].file, store.pictures[id].path))),
  explain: (ids) => {
    const { model, samples } = trainer.trained;
    return explainImages(
      model,
      ids.map((id) => samples[id].image),
    );
  },
  classify: ({ picture, explain }) => classify(picture, explain),
  download: (format) => download(trainer.trained, format),
});

const trainer = new Trainer(store, report);
