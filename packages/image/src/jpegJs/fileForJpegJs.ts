import type { ValidatedJpeg } from "../jpeg/validate/validateJpeg.ts";
import { MARKER } from "../jpeg/file/readSegments.ts";
import { isFrame } from "../jpeg/file/probeJpeg.ts";

/**
 * A file with a validated file's picture that jpeg-js reads as libjpeg reads the original; always new memory.
 *
 * It has no profiles and no bytes between segments. Sampling factors of a gray file mean nothing, but jpeg-js heeds
 * them, so they become 1; an Adobe marker goes if components are wanted as they are stored.
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
