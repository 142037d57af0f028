import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { random } from "@tensorloom/core";
import {
  adjustBrightness,
  adjustContrast,
  adjustGamma,
  adjustHue,
  adjustSaturation,
  affineMatrix,
  augMix,
  autoAugment,
  autocontrast,
  clahe,
  coarseDropout,
  colorJitter,
  crop,
  enhance,
  equalize,
  flipLeftRight,
  flipUpDown,
  gaussianBlur,
  gridMask,
  invert,
  medianBlur,
  motionBlur,
  normalize,
  posterize,
  randAugment,
  randomElastic,
  randomGridDistortion,
  randomHair,
  randomJpeg,
  randomNoise,
  randomOpticalDistortion,
  randomResizedCrop,
  resize,
  rgbToGrayscale,
  rot90,
  solarize,
  toFloat,
  transpose,
  trivialAugment,
  warpAffine,
  type Augmentation,
  type Image,
} from "@tensorloom/image";
import { median, print, round } from "../../../.config/bench/measure.ts";

/**
 * Augments an image of 1024x1024 RGB bytes: milliseconds of CPU time, the median of up to 21 after a warm-up.
 *
 * If `TENSORLOOM_PYTHON` names a Python with albumentations, OpenCV, Pillow and torchvision, or some of them, their time on one
 * thread is measured in the same run, and `ratio` is ours divided by the one named in `peer`. `--only NAME` measures
 * the operations whose name contains NAME.
 */
const SIDE = 1024;
const dice = random(1);
const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
  const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
  return 128 + 60 * Math.sin(x / 17 + (i % 3)) + 40 * Math.cos(y / 11) + 20 * (dice.uniform() - 0.5);
});
const image: Image<Uint8Array> = { data, height: SIDE, width: SIDE, channels: 3 };
const matrix = affineMatrix(image, { rotateDegrees: 20, zoom: 0.9 });

let runs = 0;
const drawn = (augment: Augmentation) => (): unknown => augment(image, random(2, runs++));
const operations: Readonly<Record<string, () => unknown>> = {
  "flip left-right": () => flipLeftRight(image),
  "flip up-down": () => flipUpDown(image),
  transpose: () => transpose(image),
  rot90: () => rot90(image),
  crop: () => crop(image, { top: 128, left: 128, height: 768, width: 768 }),
  invert: () => invert(image),
  posterize: () => posterize(image, 4),
  solarize: () => solarize(image, 0.5),
  equalize: () => equalize(image),
  autocontrast: () => autocontrast(image),
  brightness: () => adjustBrightness(image, 0.1),
  contrast: () => adjustContrast(image, 1.3),
  gamma: () => adjustGamma(image, 1.3),
  color: () => enhance(image, { color: 1.3 }),
  hue: () => adjustHue(image, 0.1),
  saturation: () => adjustSaturation(image, 1.3),
  "color jitter": drawn(
    colorJitter({ hue: 0.1, saturation: [0.7, 1.3], contrast: [0.7, 1.3], brightness: 0.1 }),
  ),
  gray: () => rgbToGrayscale(image),
  sharpness: () => enhance(image, { sharpness: 1.7 }),
  "clahe of gray": () => clahe({ ...image, data: data.subarray(0, SIDE * SIDE), channels: 1 }),
  clahe: () => clahe(image),
  "median blur 3": () => medianBlur(image, 3),
  "median blur 7": () => medianBlur(image, 7),
  "motion blur 9": () => motionBlur(image, { length: 9, angleDegrees: 30 }),
  "gaussian blur 2": () => gaussianBlur(image, 2),
  noise: drawn(randomNoise({ deviation: [0.05, 0.05] })),
  jpeg: drawn(randomJpeg({ quality: [50, 50] })),
  "grid mask": drawn(gridMask()),
  "coarse dropout": drawn(coarseDropout({ holes: 8, side: 0.1 })),
  hair: drawn(randomHair({ hairs: [5, 5] })),
  "optical distortion": drawn(randomOpticalDistortion()),
  "grid distortion": drawn(randomGridDistortion()),
  "elastic distortion": drawn(randomElastic({ alpha: 300, sigma: 10 })),
  affine: () => warpAffine(image, matrix),
  "affine nearest": () => warpAffine(image, matrix, { method: "nearest" }),
  "affine constant": () => warpAffine(image, matrix, { outside: 0 }),
  "affine reflect": () => warpAffine(image, matrix, { outside: "reflect" }),
  "resize to 224": () => resize(image, { height: 224, width: 224 }),
  "resize to 224, area": () => resize(image, { height: 224, width: 224, method: "area" }),
  "resize to 224, antialias": () => resize(image, { height: 224, width: 224, antialias: true }),
  "resize to 1500, bicubic": () => resize(image, { height: 1500, width: 1500, method: "bicubic" }),
  "random resized crop to 224": drawn(randomResizedCrop({ height: 224, width: 224 })),
  normalize: () => normalize(image, { preset: "imagenet" }),
  "to float": () => toFloat(image),
  RandAugment: drawn(randAugment()),
  TrivialAugment: drawn(trivialAugment()),
  AutoAugment: drawn(autoAugment()),
  AugMix: drawn(augMix()),
};

const [RUNS, WARM_UP, LONGEST_MS] = [21, 6, 700];
function medianCpuMs(operation: () => unknown): number {
  for (let i = 0; i < WARM_UP; i++) operation();
  const times: number[] = [];
  for (let run = 0, total = 0; run < RUNS && (run < 5 || total < LONGEST_MS); run++) {
    const start = process.cpuUsage();
    operation();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
    total += times[run];
  }
  return median(times);
}

type Times = Readonly<Record<string, readonly [ms: number, peer: string]>>;

function byPython(python: string, only: string): Times {
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, "augment.py"), only], {
    encoding: "utf8",
    input: data,
  });
  if (status !== 0) throw new Error(`augment.py failed: ${stderr}`);
  return JSON.parse(stdout) as Times; // what the script prints
}

const only = process.argv[2] === "--only" ? process.argv[3] : "";
const python = process.env["TENSORLOOM_PYTHON"];
const theirs: Times = python === undefined ? {} : byPython(python, only);
for (const [name, operation] of Object.entries(operations).filter(([name]) => name.includes(only))) {
  const ms = medianCpuMs(operation);
  const [peerMs, peer] = name in theirs ? theirs[name] : [undefined, undefined];
  const compared =
    peerMs === undefined ? {} : { peer, "peer ms": round(peerMs), ratio: Number((ms / peerMs).toFixed(2)) };
  print({ bench: "augment", operation: name, ms: round(ms), ...compared });
}
