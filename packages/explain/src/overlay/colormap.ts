/**
 * The name of a colour map of matplotlib.
 *
 * @inline
 */
export type ColormapName = "jet" | "turbo" | "viridis";

/** Every 32nd part of matplotlib's maps as hexadecimal RGB (../../fixtures/colormaps.py prints them). */
const ANCHORS: Readonly<Record<ColormapName, string>> = {
  jet: "0000800000a40000c80000ec0000ff0020ff0040ff0060ff0080ff009fff00bfff00dffc15fee22effc948ffaf62ff957bff7b95ff62afff48c9ff2ee2ff15fcf000ffd200ffb500ff9700ff7a00ff5c00ff3f00ff2100ec0400c80000a40000800000",
  turbo:
    "30123b392a734040a14456c7466be3467ff64293ff37a7fa29bbec1dcdd818dcc31ee8b031f2994cf97e6bfd648aff4da3fd3cb8f735cced34dee037edd03af8c03afdae35fe982cfb8022f56817ec520fe04009d23105c02302ac1701950d017a0403",
  viridis:
    "440154470d6048186a482374472d7b4536814240863f49893b528b375a8d33638d2f6a8e2c728e297a8e26818e23898e21908c1f988b1f9f8821a68528ae8031b57b3ebc744cc26c5dc9636ece5882d34c96d83fabdc32c0df24d5e21aeae51afde725",
};

/** The names of the colour maps. */
export const COLORMAPS = Object.keys(ANCHORS) as readonly ColormapName[]; // the keys of the table

const SIDES = 32;

/** 256 colours `[level * 3 + channel]`, interpolated between the anchors: within 2 levels of matplotlib's. */
export function colorTable(name: ColormapName): Uint8Array {
  const digits = ANCHORS[name];
  const anchor = (at: number, channel: number): number => {
    const start = 2 * (3 * Math.min(at, SIDES) + channel);
    return Number.parseInt(digits.slice(start, start + 2), 16);
  };
  return Uint8Array.from({ length: 256 * 3 }, (_, at) => {
    const position = (Math.floor(at / 3) / 255) * SIDES;
    const low = Math.floor(position);
    const [from, to] = [anchor(low, at % 3), anchor(low + 1, at % 3)];
    return Math.round(from + (position - low) * (to - from));
  });
}
