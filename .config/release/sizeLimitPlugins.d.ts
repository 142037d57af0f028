/** The plugins of size-limit have no types of their own: each is a list of plugins, which its API flattens. */
declare module "@size-limit/*" {
  const plugins: (...args: unknown[]) => unknown;
  export default plugins;
}
