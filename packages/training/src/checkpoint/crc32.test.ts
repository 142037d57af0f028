import { expect, it } from "vitest";
import { crc32, portableCrc32 } from "./crc32.ts";

// the check value of the algorithm's catalogue (CRC-32/ISO-HDLC)
it.each([crc32, portableCrc32])("%o has the known value of 123456789, in one piece or several", (crc) => {
  const bytes = new TextEncoder().encode("123456789");
  expect(crc(bytes, 0)).toBe(0xcbf43926);
  expect(crc(bytes.subarray(4), crc(bytes.subarray(0, 4), 0))).toBe(0xcbf43926);
});

it("is the same in plain JavaScript for every length", () => {
  const bytes = Uint8Array.from({ length: 70 }, (_, i) => (i * 37) & 255);
  for (let length = 0; length <= bytes.length; length++)
    expect(portableCrc32(bytes.subarray(0, length), 7)).toBe(crc32(bytes.subarray(0, length), 7));
});
