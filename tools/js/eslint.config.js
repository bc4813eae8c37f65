import js from "@eslint/js";
import globals from "globals";

export default [
  { ...js.configs.recommended, files: ["static/js/**/*.js", "static/worker/*.js"] },
  { files: ["static/worker/*.js"], languageOptions: { globals: { ...globals.serviceworker, SHELL: "readonly" } } },
  { files: ["static/js/on-device/*.js"], languageOptions: { globals: globals.worker } },
  {
    files: ["static/js/**/*.js", "static/worker/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
    rules: {
      "array-callback-return": "error",
      "consistent-return": "off", // tsc's noImplicitReturns knows the types
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-console": "error",
      "no-implicit-coercion": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "TemplateLiteral TemplateLiteral", message: "A template in a template keeps the script as large as it is." },
      ],
      "no-shadow": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
];
