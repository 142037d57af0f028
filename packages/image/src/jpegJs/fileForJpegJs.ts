import type { ValidatedJpeg } from "../jpeg/validate/validateJpeg.ts";
import { MARKER } from "../jpeg/file/readSegments.ts";
import { isFrame } from "../jpeg/file/probeJpeg.ts";

/**
 * Rewrites a file so that jpeg-js reads it as libjpeg does.
 *
 * The result is always new memory.
 *
 * Profiles and bytes between segments are removed. The sampling factors of a gray file have no meaning, but jpeg-js
 * uses them, so they become 1. With `asStored`, the Adobe marker is removed, so that components are not converted.
 */
export function fileForJpegJs({ decoderInput, colors }: ValidatedJpeg, asStored: boolean): Uint8Array {
  const parts = decoderInput.filter((part) => !asStored || part[1] !== MARKER.app14);
  const length = parts.reduce((sum, part) => sum + part.length, 2);
  const copy = new Uint8Array(length);
  copy.set([0xff, MARKER.soi]);
  let at = 2;
  for (const part of parts) {
    copy.set(part, at);
    if (isFrame(part[1]) && colors === "gray") copy[at + 11] = 0x11;
    at += part.length;
  }
  return copy;
}
