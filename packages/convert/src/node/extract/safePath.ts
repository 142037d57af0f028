/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** The longest part of a path, in bytes: file systems allow 255, and a number and an ending are added. */
const MAX_BYTES = 200;

/**
 * Turns a name from a record into a relative path that is safe on every system.
 *
 * Both slashes divide folders; empty parts, `.` and `..` are dropped. Characters that Windows refuses become `_`, and
 * parts that are too long are cut.
 *
 * @returns The path with `/`; an empty text if nothing is left.
 */
export function safePath(name: string): string {
  return name
    .split(/[/\\]/)
    .map(safePart)
    .filter((part) => part !== "")
    .join("/");
}

function safePart(part: string): string {
  const clean = cut(part.replaceAll(/[\p{Cc}\p{Cs}<>:"|?*]/gu, "_"))
    .trim()
    .replace(/[. ]+$/, ""); // Windows drops dots and spaces at the end; so `.` and `..` end empty
  const visible = clean.replace(/^\.+/, "_"); // not hidden, so that folders are listed with it
  return DEVICE.test(visible) ? `_${visible}` : visible;
}

/** Cuts a text to a number of UTF-8 bytes, between characters. */
function cut(text: string): string {
  let bytes = 0;
  let kept = "";
  for (const letter of text) {
    bytes += Buffer.byteLength(letter);
    if (bytes > MAX_BYTES) break;
    kept += letter;
  }
  return kept;
}
