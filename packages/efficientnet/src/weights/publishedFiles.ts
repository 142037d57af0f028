import type { Variant } from "../architecture/variants.ts";

/**
 * A set of published weights.
 *
 * `"imagenet"`: Keras's; `"imagenet-autoaugment"`: trained with AutoAugment (`"imagenet"` of qubvel/efficientnet);
 * `"noisy-student"`: Xie et al., 2020.
 *
 * @example
 * ```ts
 * import { weightFile, type WeightSource } from "@tensorloom/efficientnet";
 *
 * const sources: readonly WeightSource[] = ["imagenet", "noisy-student"];
 * sources.map((source) => weightFile("B0", source).name); // => ["efficientnetb0.h5", "efficientnet-b0_noisy-student.h5"]
 * ```
 */
export type WeightSource = "imagenet" | "imagenet-autoaugment" | "noisy-student";

/** Every source. */
export const WEIGHT_SOURCES: readonly WeightSource[] = ["imagenet", "imagenet-autoaugment", "noisy-student"];

/** The files of one source: their address, names and hashes. */
export interface WeightFiles {
  readonly folder: string;
  /** The file name before and after the variant's number; `_notop` may follow. */
  readonly name: readonly [before: string, after: string];
  readonly algorithm: "md5" | "sha256";
  /** Hashes of the file with a classifier and of the one without. */
  readonly digests: Readonly<Record<Variant, readonly [top: string, withoutTop: string]>>;
}

/** Published weights, with addresses and hashes. */
export const WEIGHT_FILES: Readonly<Record<WeightSource, WeightFiles>> = {
  // keras/src/applications/efficientnet.py, WEIGHTS_HASHES
  imagenet: {
    folder: "https://storage.googleapis.com/keras-applications",
    name: ["efficientnetb", ""],
    algorithm: "md5",
    digests: {
      B0: ["902e53a9f72be733fc0bcb005b3ebbac", "50bc09e76180e00e4465e1a485ddc09d"],
      B1: ["1d254153d4ab51201f1646940f018540", "74c4e6b3e1f6a1eea24c589628592432"],
      B2: ["b15cce36ff4dcbd00b6dd88e7857a6ad", "111f8e2ac8aa800a7a99e3239f7bfb39"],
      B3: ["ffd1fdc53d0ce67064dc6a9c7960ede0", "af6d107764bb5b1abb91932881670226"],
      B4: ["18c95ad55216b8f92d7e70b3a046e2fc", "ebc24e6d6c33eaebbd558eafbeedf1ba"],
      B5: ["ace28f2a6363774853a83a0b21b9421a", "38879255a25d3c92d5e44e04ae6cec6f"],
      B6: ["165f6e37dce68623721b423839de8be5", "9ecce42647a20130c1f39a5d4cb75743"],
      B7: ["8c03f828fec3ef71311cd463b6759d99", "cbcfe4450ddf6f3ad90b1b398090fe4a"],
    },
  },
  // qubvel/efficientnet, efficientnet/weights.py: its weights="imagenet"
  "imagenet-autoaugment": {
    folder: "https://github.com/Callidior/keras-applications/releases/download/efficientnet",
    name: ["efficientnet-b", "_weights_tf_dim_ordering_tf_kernels_autoaugment"],
    algorithm: "sha256",
    digests: {
      B0: [
        "163292582f1c6eaca8e7dc7b51b01c615b0dbc0039699b4dcd0b975cc21533dc",
        "c1421ad80a9fc67c2cc4000f666aa50789ce39eedb4e06d531b0c593890ccff3",
      ],
      B1: [
        "d0a71ddf51ef7a0ca425bab32b7fa7f16043ee598ecee73fc674d9560c8f09b0",
        "75de265d03ac52fa74f2f510455ba64f9c7c5fd96dc923cd4bfefa3d680c4b68",
      ],
      B2: [
        "bb5451507a6418a574534aa76a91b106f6b605f3b5dde0b21055694319853086",
        "433b60584fafba1ea3de07443b74cfd32ce004a012020b07ef69e22ba8669333",
      ],
      B3: [
        "03f1fba367f070bd2545f081cfa7f3e76f5e1aa3b6f4db700f00552901e75ab9",
        "c5d42eb6cfae8567b418ad3845cfd63aa48b87f1bd5df8658a49375a9f3135c7",
      ],
      B4: [
        "98852de93f74d9833c8640474b2c698db45ec60690c75b3bacb1845e907bf94f",
        "7942c1407ff1feb34113995864970cd4d9d91ea64877e8d9c38b6c1e0767c411",
      ],
      B5: [
        "30172f1d45f9b8a41352d4219bf930ee3339025fd26ab314a817ba8918fefc7d",
        "9d197bc2bfe29165c10a2af8c2ebc67507f5d70456f09e584c71b822941b1952",
      ],
      B6: [
        "f5270466747753485a082092ac9939caa546eb3f09edca6d6fff842cad938720",
        "1d0923bb038f2f8060faaf0a0449db4b96549a881747b7c7678724ac79f427ed",
      ],
      B7: [
        "876a41319980638fa597acbbf956a82d10819531ff2dcb1a52277f10c7aefa1a",
        "60b56ff3a8daccc8d96edfd40b204c113e51748da657afd58034d54d3cec2bac",
      ],
    },
  },
  // qubvel/efficientnet, efficientnet/weights.py: Xie et al., "Self-training with Noisy Student", 2020
  "noisy-student": {
    folder: "https://github.com/qubvel/efficientnet/releases/download/v0.0.1",
    name: ["efficientnet-b", "_noisy-student"],
    algorithm: "md5",
    digests: {
      B0: ["5e376ca93bc6ba60f5245d13d44e4323", "a5b48ae7547fc990c7e4f3951230290d"],
      B1: ["79d29151fdaec95ac78e1ca97fc09634", "4d35baa41ca36f175506a33918f7e334"],
      B2: ["8c643222ffb73a2bfdbdf90f2cde01af", "e496e531f41242598288ff3a4b4199f9"],
      B3: ["3b29e32602dad75d1f575d9ded00f930", "47da5b154de1372b557a65795d3e6135"],
      B4: ["c000bfa03bf3c93557851b4e1fe18f51", "47c10902a4949eec589ab92fe1c35ed8"],
      B5: ["8a920cd4ee793f53c251a1ecd3a5cee6", "4d53ef3544d4114e2d8080d6d777a74c"],
      B6: ["cc69df409516ab57e30e51016326853e", "71f96d7e15d9f891f3729b4f4e701f77"],
      B7: ["1ac825752cbc26901c8952e030ae4dd9", "e112b00c464fe929b821edbb35d1af55"],
    },
  },
};
