import { isRecord } from "@tensorloom/core/internal";
import type { ReadRefusal } from "../http/describeFailure.ts";

/** Reads an error of Google (`error.message`) or Hugging Face (`error`, or the header `X-Error-Message`). */
export const readJsonRefusal: ReadRefusal = (text, headers) => {
  const header = headers.get("X-Error-Message") ?? undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { message: header }; // a page for people
  }
  const { error } = isRecord(document) ? document : {};
  if (typeof error === "string") return { message: error };
  const { message } = isRecord(error) ? error : {};
  return { message: typeof message === "string" ? message : header };
};
