export { localStorage } from "./localStorage.ts";
export { loadStorage } from "./loadStorage.ts";
