import type { Change } from "../transform/change.ts";
import { nearest } from "../transform/movements.ts";
import { remap } from "../warp/remap.ts";
import type { SourceMap } from "../warp/sourceMap.ts";
import { checkWarp } from "../warp/warpAffine.ts";
import { findInResult } from "./findInResult.ts";

/** The change that takes every pixel from its source position. */
export function remapping(name: string, map: SourceMap, warp: ReturnType<typeof checkWarp>): Change {
  return {
    image: (image) => remap(image, map, warp),
    movement: {
      mask: (mask, beyond) => remap(mask, map, checkWarp(name, nearest(warp, beyond))),
      position: (place) => findInResult(map, place),
    },
  };
}
