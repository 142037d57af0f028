/* What the threads of `mapInWorkers` run. */
export default (n) => n * n;
