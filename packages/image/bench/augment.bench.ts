import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { random } from "@tensorloom/core";
import {
  augMix,
  autoAugment,
  autocontrast,
  clahe,
  coarseDropout,
  colorJitter,
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
  randomElastic,
  randomGridDistortion,
  randomHair,
  randomJpeg,
  randomNoise,
  randomOpticalDistortion,
  solarize,
  trivialAugment,
  type Augmentation,
  type Image,
} from "@tensorloom/image";
import { median, print } from "../../../.config/bench/measure.ts";

/**
 * Augments an image of 256x256 RGB bytes: milliseconds of CPU time, the median of 31 after a warm-up.
 *
 * If `TENSORLOOM_PYTHON` names a Python with Pillow, OpenCV and torchvision, or some of them, their time on one thread
 * is measured in the same run, and `ratio` is ours divided by the one named in `peer`.
 */
const SIDE = 256;
const dice = random(1);
const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
  const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
  return 128 + 60 * Math.sin(x / 17 + (i % 3)) + 40 * Math.cos(y / 11) + 20 * (dice.uniform() - 0.5);
});
const image: Image<Uint8Array> = { data, height: SIDE, width: SIDE, channels: 3 };

let runs = 0;
const drawn = (augment: Augmentation) => (): unknown => augment(image, random(2, runs++));
const operations: Readonly<Record<string, () => unknown>> = {
  invert: () => invert(image),
  posterize: () => posterize(image, 4),
  solarize: () => solarize(image, 0.5),
  equalize: () => equalize(image),
  autocontrast: () => autocontrast(image),
  brightness: () => enhance(image, { brightness: 1.3 }),
  contrast: () => enhance(image, { contrast: 1.3 }),
  color: () => enhance(image, { color: 1.3 }),
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
  "elastic distortion": drawn(randomElastic()),
  affine: drawn(randomAffine({ rotateDegrees: 30 })),
  "color jitter": drawn(colorJitter({ hue: 0.1, saturation: [0.7, 1.3], contrast: [0.7, 1.3] })),
  RandAugment: drawn(randAugment()),
  TrivialAugment: drawn(trivialAugment()),
  AutoAugment: drawn(autoAugment()),
  AugMix: drawn(augMix()),
};

function medianCpuMs(operation: () => unknown): number {
  for (let i = 0; i < 5; i++) operation();
  const times = Array.from({ length: 31 }, () => {
    const start = process.cpuUsage();
    operation();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return median(times);
}

type Times = Readonly<Record<string, readonly [ms: number, peer: string]>>;

function byPython(python: string): Times {
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, "augment.py")], {
    encoding: "utf8",
    input: data,
  });
  if (status !== 0) throw new Error(`augment.py failed: ${stderr}`);
  return JSON.parse(stdout) as Times; // what the script prints
}

const python = process.env["TENSORLOOM_PYTHON"];
const theirs: Times = python === undefined ? {} : byPython(python);
for (const [name, operation] of Object.entries(operations)) {
  const ms = medianCpuMs(operation);
  const [peerMs, peer] = name in theirs ? theirs[name] : [undefined, undefined];
  const compared =
    peerMs === undefined
      ? {}
      : { peer, "peer ms": Number(peerMs.toFixed(3)), ratio: Number((ms / peerMs).toFixed(1)) };
  print({ bench: "augment", operation: name, ms: Number(ms.toFixed(3)), ...compared });
}
