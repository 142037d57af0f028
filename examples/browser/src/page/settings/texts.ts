import type { AugmentationName, Network } from "../../messages/settings.ts";

/** The networks, for people. */
export const NETWORKS: readonly { readonly value: Network; readonly title: string; readonly text: string }[] =
  [
    { value: "small", title: "Small network", text: "Learns simple things in seconds, from nothing." },
    {
      value: "b0",
      title: "EfficientNet B0",
      text: "Has seen a million photos. The best choice for your own.",
    },
  ];

/** The sources of EfficientNet's weights, for people. */
export const WEIGHTS = [
  ["imagenet", "ImageNet (16 MB, once)"],
  ["file", "A file of weights"],
  ["random", "Nothing: from scratch"],
] as const;

export const RATES = [
  ["0.0003", "0.0003"],
  ["0.001", "0.001"],
  ["0.003", "0.003"],
  ["0.01", "0.01"],
] as const;

/** What computes, for people. */
export const ENGINES = [
  ["auto", "The fastest"],
  ["wasm", "WebAssembly"],
  ["webgpu", "WebGPU"],
] as const;

/** How many replicas train, for people. */
export const REPLICAS = [
  ["one", "One, all cores"],
  ["all", "One per core"],
] as const;

/** The augmentations, for people, and which are on at first. */
export const AUGMENTATIONS: readonly {
  readonly value: AugmentationName;
  readonly text: string;
  readonly on: boolean;
}[] = [
  { value: "flip", text: "Mirror", on: true },
  { value: "rotate", text: "Rotate", on: true },
  { value: "zoom", text: "Zoom", on: false },
  { value: "color", text: "Colour", on: false },
  { value: "erase", text: "Erase", on: false },
  { value: "policy", text: "RandAugment", on: false },
];
