// Says as JSON what the AsyncAPI initiative's own parser thinks of each document.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, ...files] = process.argv.slice(2);
const { Parser } = createRequire(modules + "/")("@asyncapi/parser");
const verdicts = [];
for (const file of files) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
  const faults = diagnostics.filter((one) => one.severity <= 1).map((one) => `${one.path.join("/")}: ${one.message}`);
  const operations = document ? document.operations().all().map((one) => [one.id(), one.action()]) : [];
  verdicts.push({ faults, operations });
}
console.log(JSON.stringify(verdicts));
