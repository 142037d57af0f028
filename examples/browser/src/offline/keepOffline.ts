import { byId } from "../page/dom/element.ts";

/** Installs the service worker, and says when the page works without a network. */
export async function keepOffline(): Promise<void> {
  if (import.meta.url.endsWith(".ts") || !("serviceWorker" in navigator)) return; // the development server has none
  await navigator.serviceWorker.register("./sw.js");
  await navigator.serviceWorker.ready;
  byId("offline").textContent = "No server: this page works offline";
}
