import { random } from "@tensorloom/core";
import {
  augmentationSheet,
  augmentTogether,
  augMix,
  autoAugment,
  autocontrast,
  clahe,
  coarseDropout,
  colorJitter,
  compose,
  contactSheet,
  enhance,
  equalize,
  gaussianBlur,
  gridMask,
  invert,
  medianBlur,
  motionBlur,
  posterize,
  randAugment,
  randomAffine,
  randomApply,
  randomElastic,
  randomFlipLeftRight,
  randomGridDistortion,
  randomHair,
  randomJpeg,
  randomNoise,
  randomOpticalDistortion,
  randomResizedCrop,
  randomRot90,
  solarize,
  trivialAugment,
  type Augmentation,
  type Image,
} from "@tensorloom/image";
import { drawHouseMask, drawScene, SIDE } from "./scene.ts";

const scene = drawScene();
/** The scene in dull light, which `equalize`, `autocontrast` and `clahe` repair. */
const dull: Image<Uint8Array> = { ...scene, data: scene.data.map((level) => 70 + level / 4) };

const tones: readonly Image<Uint8Array>[] = [
  scene,
  invert(scene),
  posterize(scene, 2),
  solarize(scene, 0.6),
  enhance(scene, { color: 0.2 }),
  enhance(scene, { color: 1.9 }),
  enhance(scene, { contrast: 1.8 }),
  enhance(scene, { brightness: 0.5 }),
  enhance(scene, { sharpness: 6 }),
  dull,
  equalize(dull),
  autocontrast(dull),
  clahe(dull, { clipLimit: 4, tiles: 4 }),
  colorJitter({ hue: 0.2, saturation: [0.5, 1.5] })(scene, random(3)),
];

const noisy = randomNoise({ deviation: [0.08, 0.08] })(scene, random(1));
const artifacts: readonly Image<Uint8Array>[] = [
  gaussianBlur(scene, 1.5),
  medianBlur(scene, 7),
  motionBlur(scene, { length: 13, angleDegrees: 30 }),
  noisy,
  randomJpeg({ quality: [8, 8] })(scene, random(1)),
  coarseDropout({ holes: 6, side: 0.2 })(scene, random(5)),
  gridMask({ unit: [0.25, 0.25], rotateDegrees: 40 })(scene, random(2)),
  randomHair({ hairs: [6, 6] })(scene, random(4)),
];

/** A picture of lines makes a distortion visible. */
const lined: Image<Uint8Array> = { ...scene, data: scene.data.slice() };
for (let y = 0; y < SIDE; y++)
  for (let x = 0; x < SIDE; x++)
    if (x % 10 === 9 || y % 10 === 9) lined.data.fill(40, 3 * (y * SIDE + x), 3 * (y * SIDE + x) + 3);

const apply = (augment: Augmentation, seed: number): Image<Uint8Array> => augment(lined, random(seed));
const geometry: readonly Image<Uint8Array>[] = [
  lined,
  apply(randomFlipLeftRight({ probability: 1 }), 1),
  apply(randomRot90(), 2),
  apply(randomAffine({ rotateDegrees: 20, shearDegrees: 10, zoom: 0.1 }), 3),
  apply(randomResizedCrop({ height: SIDE, width: SIDE, area: [0.3, 0.5] }), 4),
  apply(randomOpticalDistortion({ strength: [0.9, 0.9] }), 1),
  apply(randomOpticalDistortion({ strength: [-0.7, -0.7] }), 1),
  apply(randomGridDistortion({ limit: 0.6 }), 5),
  apply(randomElastic({ alpha: 120, sigma: 6 }), 6),
  apply(randomElastic({ alpha: 60, sigma: 3 }), 7),
];

const policies: readonly Augmentation[] = [randAugment(), trivialAugment(), autoAugment(), augMix()];

/** Draws the edges of a rectangle. */
function outline(image: Image<Uint8Array>, top: number, left: number, bottom: number, right: number): void {
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++)
      if (y === top || y === bottom || x === left || x === right)
        image.data.set([255, 40, 200], 3 * (y * SIDE + x));
}

/** Draws a sample's mask in yellow and its box in pink, over its image. */
function annotate(sample: ReturnType<typeof house>): Image<Uint8Array> {
  const result = { ...sample.image, data: sample.image.data.slice() };
  for (let i = 0; i < sample.mask.data.length; i++)
    if (sample.mask.data[i] === 1) {
      result.data[3 * i] = (result.data[3 * i] + 255) >> 1;
      result.data[3 * i + 1] = (result.data[3 * i + 1] + 230) >> 1;
    }
  for (const { top, left, height, width } of sample.boxes)
    outline(
      result,
      Math.floor(top),
      Math.floor(left),
      Math.ceil(top + height) - 1,
      Math.ceil(left + width) - 1,
    );
  return result;
}

/** The scene with the house's mask and box. */
function house() {
  const boxes = [{ top: 30, left: 18, height: 32, width: 33 }];
  return { image: scene, mask: drawHouseMask(), boxes };
}

const moves: readonly Augmentation[] = [
  randomFlipLeftRight({ probability: 1 }),
  randomAffine({ rotateDegrees: 25, zoom: 0.15 }),
  randomResizedCrop({ height: SIDE, width: SIDE, area: [0.3, 0.5] }),
  randomOpticalDistortion({ strength: [-0.7, -0.7] }),
  randomElastic({ alpha: 120, sigma: 6 }),
  trivialAugment(),
];

const pipeline = compose(
  randomFlipLeftRight(),
  randomApply(0.7, randomAffine({ rotateDegrees: 15, zoom: 0.1 })),
  colorJitter({ saturation: [0.7, 1.3], contrast: [0.8, 1.2], brightness: 0.1 }),
  randomApply(0.5, coarseDropout({ holes: 3, side: 0.2 })),
);

/** The pictures of the guide of augmentation, by the name of their file. */
export const AUGMENTATION_PICTURES: Readonly<Record<string, Image<Uint8Array>>> = {
  tone: contactSheet(tones, { columns: 7 }),
  artifacts: contactSheet(artifacts, { columns: 4 }),
  geometry: contactSheet(geometry, { columns: 5 }),
  policies: contactSheet(
    policies.flatMap((policy) => [0, 1, 2, 3, 4, 5, 6].map((i) => policy(scene, random(7, i)))),
    { columns: 7 },
  ),
  together: contactSheet(
    [
      annotate(house()),
      ...moves.map((augment, i) => annotate(augmentTogether(augment)(house(), random(11, i)))),
    ],
    { columns: 7 },
  ),
  sheet: augmentationSheet([scene, dull], pipeline, { seed: 42, columns: 6 }),
};
