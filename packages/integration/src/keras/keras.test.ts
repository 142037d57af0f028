import "@tensorflow/tfjs-backend-cpu";
import { random } from "@tensorloom/core";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { decodeKerasModel } from "@tensorloom/keras";
import { env, setBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../../../keras/fixtures/goldenModels.ts";
import { inKeras, trainedIn } from "./inKeras.ts";
import { randomModel } from "../../fixtures/randomModel.ts";
import { wideModel } from "./wideModel.ts";

const python = process.env["TENSORLOOM_PYTHON"];

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

const FILES = ["sequential", "nested", "recurrent", "images", "rows", "operations"];

/** Models of every layer, random nestings, and a network with its preprocessing. */
async function models(): Promise<readonly LayersModel[]> {
  const network = buildEfficientNet("B0", {
    preprocessing: "imagenet",
    inputShape: [32, 32, 3],
    classes: 10,
  });
  return [
    network,
    ...(await Promise.all(FILES.map((name) => decodeKerasModel(fixture(`${name}.keras`))))),
    ...[3, 4, 8, 17, 20].map((seed) => randomModel(random(seed))),
    ...[1, 2, 3, 4, 5, 6].map((seed) => wideModel(random(seed))),
  ];
}

describe.skipIf(python === undefined)("a model that encodeKerasModel wrote", () => {
  it.each(["keras", "h5"] as const)(
    "is read from .%s by Keras, which predicts and trains the same",
    async (format) => {
      const written = await models();
      const results = await inKeras(python ?? "", written, format);
      for (const [at, { distance, trainable, error }] of results.entries()) {
        expect(error, written[at].name).toBeUndefined();
        expect(distance, written[at].name).toBeLessThan(1e-5);
        expect(trainable, written[at].name).toBe(trainedIn(written[at]));
      }
    },
    120_000,
  );
});
