import { configFieldsOf } from "#core/node-kit/config-fields.ts";
import { type NodeCategory, type NodeDefinition, nodeCategories, type Port } from "#core/node-kit/define-node.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";
import { settingsTable } from "./settings-table.ts";

const generated =
  "<!-- Written by docs/generate.ts from the definition in core/nodes. Change that, then run npm run docs. -->";

const categoryTitles: Readonly<Record<NodeCategory, string>> = {
  trigger: "Triggers",
  logic: "Logic",
  list: "Lists",
  text: "Text, formats and dates",
  integration: "Other programs",
  flow: "Flow",
};

/** The page of all node types, by category. */
export function nodeIndexPage(definitions: readonly NodeDefinition[]): string {
  const sections = nodeCategories.flatMap((category) => {
    const rows = definitions
      .filter((definition) => definition.category === category)
      .map((definition) => `| [${definition.title}](${definition.type}.md) | ${definition.summary} |`);
    return rows.length === 0
      ? []
      : [`## ${categoryTitles[category]}\n\n| step | what it does |\n| --- | --- |\n${rows.join("\n")}\n`];
  });
  return `${generated}\n\n# Steps\n\nEvery kind of step, with its settings, an example and what can go wrong.\n\n${sections.join("\n")}`;
}

/** The page of one node type. */
export function nodePage(definition: NodeDefinition): string {
  const { title, summary, docs, type } = definition;
  const { config } = parseConfig(definition, {});
  const { inputs, outputs } = definition.ports(config);
  return `${generated}

# ${title}

${summary}

| | |
| --- | --- |
| Type | \`${type}\` |
| Category | ${categoryTitles[definition.category]} |
| Inputs | ${portNames(inputs)} |
| Outputs | ${portNames(outputs)} |

${docs}

## Settings

${settingsTable(configFieldsOf(definition.config))}`;
}

function portNames(ports: readonly Port[]): string {
  return ports.map(({ name, title }) => (title ? `${title} (\`${name}\`)` : `\`${name}\``)).join(", ") || "none";
}
