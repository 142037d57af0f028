import { ImageError } from "../image/imageError.ts";
import type { Image } from "../image/image.ts";
import type { ForeignFile } from "./decodeImageWith.ts";
import { withoutExif } from "./withoutExif.ts";

/** What of WebCodecs is used here; TypeScript's library does not have it for every scope. */
interface Frame {
  readonly format: string | null;
  readonly visibleRect: { readonly width: number; readonly height: number } | null;
  allocationSize(options: { readonly format: "RGBA" }): number;
  copyTo(target: Uint8Array, options: { readonly format: "RGBA" }): Promise<unknown>;
  close(): void;
}
interface Decoder {
  decode(): Promise<{ readonly image: Frame }>;
  close(): void;
}
type DecoderClass = new (options: object) => Decoder;

/** WebCodecs' decoder of images; undefined if this browser has none. */
export function imageDecoderClass(): DecoderClass | undefined {
  return (globalThis as { readonly ImageDecoder?: DecoderClass }).ImageDecoder;
}

/**
 * Decodes a picture without alpha by WebCodecs, into RGBA: no canvas is drawn and read.
 *
 * @returns The image; undefined if the browser decodes to another size, or to frames that are not RGB.
 * @throws ImageError if the browser cannot decode it.
 */
export async function decodeWithImageDecoder(
  Decoder: DecoderClass,
  { bytes, format, file, size, info }: ForeignFile,
): Promise<Image<Uint8Array> | undefined> {
  const { height, width } = size ?? info;
  const decoder = new Decoder({
    data: withoutExif(bytes, format, file),
    type: `image/${format}`,
    colorSpaceConversion: "none",
    preferAnimation: false,
    ...(size && { desiredWidth: width, desiredHeight: height }),
  });
  let frame: Frame | undefined;
  try {
    ({ image: frame } = await decoder.decode());
    const { format: stored, visibleRect } = frame;
    if (visibleRect?.width !== width || visibleRect.height !== height) return undefined;
    if (!/^(RGB|BGR)/.test(stored ?? "")) return undefined; // its chroma would be enlarged without interpolation
    const options = { format: "RGBA" } as const;
    const data = new Uint8Array(frame.allocationSize(options));
    if (data.length !== height * width * 4) return undefined;
    await frame.copyTo(data, options);
    return { data, height, width, channels: 4 };
  } catch (cause) {
    if (frame !== undefined) return undefined; // older versions of WebCodecs cannot convert to RGBA
    throw new ImageError("the browser cannot decode it: it is damaged, or of an unknown kind", {
      format,
      file,
      cause,
    });
  } finally {
    frame?.close();
    decoder.close();
  }
}
