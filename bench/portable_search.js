// Runs the portable archive's own scripts without a browser: node portable_search.js FOLDER < one JSON string a line.
// Prints one JSON object a search: {ids, ms}, the ten best first.

const fs = require("fs");
const path = require("path");
const readline = require("readline");
const vm = require("vm");

const folder = process.argv[2];

function run(file) {
  vm.runInThisContext(fs.readFileSync(path.join(folder, file), "utf8"), { filename: file });
}

const page = fs.readFileSync(path.join(folder, "recherche.html"), "utf8");
for (const [, script] of page.matchAll(/<script src="([^"]+)"/g)) {
  if (!script.endsWith("/page.js")) run(script);
}

Portable.insert = (name, failed) => {
  try {
    run(`index/${name}.js`);
  } catch {
    failed();
  }
};

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const start = performance.now();
    const answer = await Portable.search.ask(JSON.parse(line));
    const ms = performance.now() - start;
    const table = await Portable.ranking.table();
    console.log(JSON.stringify({ ids: answer.hits.slice(0, 10).map((hit) => table.ids[hit.doc]), ms }));
  }
}

main();
