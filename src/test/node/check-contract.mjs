// Checks the published documents as a consumer with Node does.
// Arguments: the folder of the documents, the folder with the events, the folder that holds node_modules.
import { createReadStream, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const [documents, events, modules] = process.argv.slice(2);
const load = createRequire(join(resolve(modules), "package.json"));
const json = (folder, file) => JSON.parse(readFileSync(join(folder, file), "utf8"));
const problems = [];

const Ajv = load("ajv/dist/2020").default;
const ajv = new Ajv({ strict: true, allErrors: true });
load("ajv-formats").default(ajv);
const { schemas } = json(documents, "index.json");
for (const { file } of schemas) {
  ajv.addSchema(json(documents, file));
}
for (const { file, id } of schemas) {
  const alone = new Ajv({ strict: true });
  load("ajv-formats").default(alone);
  alone.compile(json(documents, file));
  ajv.getSchema(id);
}

let checked = 0;
function check(place, event) {
  for (const [id, value] of [["urn:armwatch:event:envelope:v1", event], [event.dataschema, event.data]]) {
    const validate = ajv.getSchema(id);
    if (!validate) {
      problems.push(`${place}: ${id}: no such schema`);
    } else if (!validate(value)) {
      problems.push(`${place}: ${id}: ${ajv.errorsText(validate.errors)}`);
    }
  }
  checked++;
}

// A .json file holds one event, a .jsonl file one in each line.
for (const file of readdirSync(events)) {
  if (!file.endsWith(".jsonl")) {
    check(file, json(events, file));
    continue;
  }
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(join(events, file)) })) {
    check(`${file}:${++number}`, JSON.parse(line));
  }
}

const { Parser } = load("@asyncapi/parser");
const { document, diagnostics } = await new Parser().parse(readFileSync(join(documents, "asyncapi.json"), "utf8"));
diagnostics
  .filter(each => each.severity < 2)
  .forEach(each => problems.push(`asyncapi.json: ${each.path.join("/")}: ${each.message}`));
const messages = document ? document.allMessages().length : 0;

problems.forEach(problem => console.log(problem));
console.log(`${schemas.length} schemas, ${checked} events, ${messages} messages, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
