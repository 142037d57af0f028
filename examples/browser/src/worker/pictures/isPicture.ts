const ENDINGS = /\.(jpe?g|png|webp|gif|bmp|avif|heic)$/i;

/** Whether a file is a picture, by its name. Hidden files such as `.DS_Store` and `._1.jpg` are not. */
export function isPicture(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return ENDINGS.test(name) && !name.startsWith(".");
}
