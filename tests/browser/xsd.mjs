// Holds XML files to a schema: node xsd.mjs SCHEMA FILE...
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { validateXML } from "xmllint-wasm";

const [schema, ...files] = process.argv.slice(2);
const read = (file) => ({ fileName: basename(file), contents: readFileSync(file, "utf8") });
const { valid, errors } = await validateXML({ xml: files.map(read), schema: [read(schema)] });
for (const { rawMessage } of errors) console.error(rawMessage);
process.exitCode = valid ? 0 : 1;
