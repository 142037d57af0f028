import { describe, expect, it } from "vitest";
import { weightFile } from "./weightFile.ts";
import { WEIGHT_FILES, type WeightSource } from "./publishedFiles.ts";

describe("weightFile", () => {
  it.each([
    ["imagenet", true, "https://storage.googleapis.com/keras-applications/efficientnetb4.h5", "18c95ad5"],
    [
      "imagenet",
      false,
      "https://storage.googleapis.com/keras-applications/efficientnetb4_notop.h5",
      "ebc24e6d",
    ],
    [
      "imagenet-autoaugment",
      true,
      "https://github.com/Callidior/keras-applications/releases/download/efficientnet/efficientnet-b4_weights_tf_dim_ordering_tf_kernels_autoaugment.h5",
      "98852de9",
    ],
    [
      "imagenet-autoaugment",
      false,
      "https://github.com/Callidior/keras-applications/releases/download/efficientnet/efficientnet-b4_weights_tf_dim_ordering_tf_kernels_autoaugment_notop.h5",
      "7942c140",
    ],
    [
      "noisy-student",
      true,
      "https://github.com/qubvel/efficientnet/releases/download/v0.0.1/efficientnet-b4_noisy-student.h5",
      "c000bfa0",
    ],
    [
      "noisy-student",
      false,
      "https://github.com/qubvel/efficientnet/releases/download/v0.0.1/efficientnet-b4_noisy-student_notop.h5",
      "47c10902",
    ],
  ] as const)("knows the file of %s, top: %s", (source, top, url, digest) => {
    const file = weightFile("B4", source, top);
    expect(file.url).toBe(url);
    expect(file.digest.startsWith(digest)).toBe(true);
    expect(url.endsWith(`/${file.name}`)).toBe(true);
  });

  it("has a distinct hash of the right length for each file", () => {
    const digests = Object.values(WEIGHT_FILES).flatMap(({ algorithm, digests }) => {
      const all = Object.values(digests).flat();
      expect(all).toHaveLength(16);
      for (const digest of all)
        expect(digest).toMatch(algorithm === "md5" ? /^[0-9a-f]{32}$/ : /^[0-9a-f]{64}$/);
      return all;
    });
    expect(new Set(digests).size).toBe(48);
  });

  it("refuses an unknown source", () => {
    expect(() => weightFile("B0", "jft" as WeightSource)).toThrow(
      'weightFile: source must be one of "imagenet", "imagenet-autoaugment", "noisy-student", got "jft"',
    );
  });
});
