import tseslint from "typescript-eslint";

/** House rules 2, 10, 12 and 15 as lint: true types, no hidden clock or dice, no console in a library. */
const forbiddenInLibraries = {
  "no-console": "error",
  "no-restricted-properties": [
    "error",
    { object: "Math", property: "random", message: "Take a Random (from @tensorloom/core) as an argument." },
    { object: "Date", property: "now", message: "Take the clock as an argument." },
  ],
};

export default tseslint.config(
  {
    ignores: [
      "**/dist/**",
      "**/node_modules/**",
      "**/.cache/**",
      "docs/api/**",
      "out/**", // what the example writes
      "packages/*/fixtures/**",
      "packages/backend/assembly/**", // AssemblyScript: its own compiler checks it
      ".config/**/*.js",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [".config/tsconfig.check.json"],
        tsconfigRootDir: import.meta.dirname + "/..",
      },
    },
    rules: {
      eqeqeq: "error",
      "no-warning-comments": ["error", { terms: ["todo", "fixme"], location: "start" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  { files: ["packages/*/src/**/*.ts"], ignores: ["**/*.test.ts"], rules: forbiddenInLibraries },
  {
    files: ["**/*.test.ts", "**/*.bench.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
