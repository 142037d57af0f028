/** A browser has no packages to read: throws an error that says what to pass. */
export function plotScripts(): Promise<readonly string[]> {
  return Promise.reject(
    new TypeError(
      "writeReport: a browser needs the option scripts: the texts of d3.min.js and plot.umd.min.js, of d3 and @observablehq/plot",
    ),
  );
}
