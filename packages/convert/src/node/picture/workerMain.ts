/** What a thread of `mapInWorkers` calls for each picture. */
export { convertPicture as default } from "./convertPicture.ts";
