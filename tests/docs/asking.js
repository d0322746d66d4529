// Asks the search of a built site as its search page would, with a stand-in for the page: node asking.js SITE QUERY…
// Prints one JSON document: for each query, the names of the pages found, best first.
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const [site, ...queries] = process.argv.slice(2);
const page = {
  document: { readyState: "loading", addEventListener() {}, getElementById: () => null },
  DOCUMENTATION_OPTIONS: { FILE_SUFFIX: ".html", LINK_SUFFIX: ".html", BUILDER: "html" },
  localStorage: { getItem: () => null, setItem() {} },
};
page.window = page;
vm.createContext(page);
const scripts = ["base-stemmer.js", "english-stemmer.js", "doctools.js", "sphinx_highlight.js", "searchtools.js", "language_data.js"];
for (const script of [...scripts.map((name) => path.join("_static", name)), "searchindex.js"]) {
  vm.runInContext(fs.readFileSync(path.join(site, script), "utf8"), page, { filename: script });
}
page.queries = queries;
const found = vm.runInContext(
  `queries.map((query) => [query, Search._performSearch(...Search._parseQuery(query)).map(([name]) => name).reverse()])`,
  page,
);
console.log(JSON.stringify(Object.fromEntries(found)));
