import { type Box, boxIn, boxesIn, fullBody } from "./isoBoxes.ts";
import { type FailHeader, headerReader, type ReadHeader, type Size } from "./size.ts";

const ALPHA = /urn:mpeg:(?:mpegB:cicp:systems:auxiliary:alpha|hevc:2015:auxid:1)/;

/**
 * Reads the size of an AVIF: of its primary item, after its rotation.
 *
 * @see ISO/IEC 23008-12 (HEIF), 6.5; AV1 Image File Format, 4
 */
export const avifInfo: ReadHeader = headerReader("avif", (view, bytes, fail) => {
  const meta = boxIn(boxesIn(view, 0, bytes.length), "meta");
  if (meta === undefined) throw fail("no meta box");
  const inside = boxesIn(view, fullBody(meta), meta.end);
  const properties = boxIn(inside, "iprp");
  const primary = boxIn(inside, "pitm");
  if (properties === undefined || primary === undefined) throw fail("no properties of the primary item");
  const wide = view.getUint8(primary.body) > 0;
  const item = wide ? view.getUint32(primary.body + 4) : view.getUint16(primary.body + 4);
  const lists = boxesIn(view, properties.body, properties.end);
  const container = boxIn(lists, "ipco");
  if (container === undefined) throw fail("no properties of the primary item");
  const all = boxesIn(view, container.body, container.end);
  const own = lists
    .filter(({ type }) => type === "ipma")
    .flatMap((box) => associations(view, box, item))
    .map((index) => all[index - 1])
    .filter((box: Box | undefined) => box !== undefined);
  const hasAlpha = all.some(
    ({ type, body, end }) =>
      type === "auxC" &&
      ALPHA.test(String.fromCharCode(...bytes.subarray(body + 4, Math.min(end, body + 80)))),
  );
  return sizeOf(view, own, hasAlpha, fail);
});

/** The size that an item's properties state. */
function sizeOf(view: DataView, own: readonly Box[], hasAlpha: boolean, fail: FailHeader): Size {
  const extents = boxIn(own, "ispe");
  if (extents === undefined) throw fail("no size of the primary item");
  const [width, height] = [view.getUint32(extents.body + 4), view.getUint32(extents.body + 8)];
  const rotation = boxIn(own, "irot");
  const turned = rotation !== undefined && (view.getUint8(rotation.body) & 1) === 1;
  const pixel = boxIn(own, "pixi");
  const isGray = pixel !== undefined && view.getUint8(pixel.body + 4) === 1;
  const channels = (isGray ? 1 : 3) + (hasAlpha ? 1 : 0);
  return turned ? { height: width, width: height, channels } : { height, width, channels };
}

/** The numbers of an item's properties, from 1 (ISO/IEC 23008-12, 9.3). */
function associations(view: DataView, { body, end }: Box, item: number): readonly number[] {
  const [wideItems, wideIndexes] = [view.getUint8(body) > 0, (view.getUint8(body + 3) & 1) === 1];
  let at = body + 8;
  for (let left = view.getUint32(body + 4); left > 0 && at < end; left--) {
    const id = wideItems ? view.getUint32(at) : view.getUint16(at);
    at += wideItems ? 4 : 2;
    const count = view.getUint8(at++);
    if (id === item)
      return Array.from({ length: count }, (_, i) =>
        wideIndexes ? view.getUint16(at + 2 * i) & 0x7fff : view.getUint8(at + i) & 0x7f,
      );
    at += count * (wideIndexes ? 2 : 1);
  }
  return [];
}
