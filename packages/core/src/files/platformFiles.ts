import type { ObjectWriter } from "../storage/storage.ts";

/** The content of a file: text (as UTF-8), bytes, or an iterable of them. */
type Content = string | Uint8Array | Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/** What a path names. */
interface PathStatus {
  readonly kind: "file" | "folder";
  /** The size of a file in bytes; `undefined` for a folder. */
  readonly size: number | undefined;
  /** The time of the last change, in milliseconds since 1970. */
  readonly modified: number | undefined;
}

/** The file system of the platform, as far as paths need it. `#platform-files` is Node's, or a browser's, which has none. */
export interface PlatformFiles {
  /** Throws if paths cannot be opened here. `name` is the function and the argument. */
  checkPath(name: string, path: string): void;
  /** The path of a `file:` address. */
  fromFileAddress(address: string): string;
  join(folder: string, name: string): string;
  dirname(path: string): string;
  basename(path: string): string;
  /** The absolute path. */
  resolve(path: string): string;
  makeFolder(path: string): Promise<void>;
  list(folder: string): Promise<readonly { readonly name: string; readonly modified: number | undefined }[]>;
  stat(path: string): Promise<PathStatus | undefined>;
  read(path: string, signal?: AbortSignal): Promise<Uint8Array>;
  write(path: string, content: Content, options: { readonly replace?: boolean | undefined }): Promise<number>;
  /** Starts a file that appears whole or not at all. */
  open(path: string): Promise<ObjectWriter>;
  append(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  removeEmptyFolder(path: string): Promise<void>;
}
