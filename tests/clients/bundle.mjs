// Bundles the programs of one folder: node bundle.mjs FOLDER node|browser. Relay's plugin for Babel turns its tags into
// the artifacts that its compiler wrote, as it does in every bundler.
import { readFile, readdir } from "node:fs/promises";
import { transformAsync } from "@babel/core";
import relay from "babel-plugin-relay";
import { build } from "esbuild";

const [folder, platform] = process.argv.slice(2);
const names = (await readdir(folder)).filter((name) => /^(doctors|refusal|persisted|list)\.tsx?$/.test(name));

const relayTags = {
  name: "relay",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]relay[\\/][a-z]+\.tsx?$/ }, async ({ path }) => {
      const { code } = await transformAsync(await readFile(path, "utf8"), {
        filename: path,
        configFile: false,
        babelrc: false,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: [[relay, { eagerEsModules: true, artifactDirectory: `${folder}/__generated__` }]],
      });
      return { contents: code, loader: path.endsWith("x") ? "tsx" : "ts" };
    });
  },
};

await build({
  entryPoints: names.map((name) => `${folder}/${name}`),
  outdir: `${folder}/${platform}`,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform,
  format: "esm",
  jsx: "automatic",
  plugins: [relayTags],
  banner: platform === "node" ? { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } : {},
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
