import type { Command } from "./command.ts";

/** docs/commands.md: every command with its purpose, options and examples, from the same data as `--help`. */
export function commandsPage(commands: readonly Command[]): string {
  const index = commands.map(({ name, summary }) => `| [\`${name}\`](#plimsoll-${name}) | ${summary} |`);
  return `# Commands

Made by \`npm run docs\` from the commands themselves. Every command takes \`--config FILE\`, \`--home DIR\` and \`--set key=value\`
for any key of the config, and ends with the codes of [operating.md](operating.md#exit-codes).

| command | does |
|---|---|
${index.join("\n")}

${commands.map(section).join("\n")}`;
}

function section({ name, argument, about, options, examples }: Command): string {
  const rows = options.map((option) => `| \`${option.flags.replaceAll("|", "\\|")}\` | ${option.about} |`);
  const list = rows.length > 0 ? `| option | does |\n|---|---|\n${rows.join("\n")}\n\n` : "";
  const lines = examples.map(([line, what]) => `    # ${what}\n    ${line}`);
  return `## plimsoll ${name}${argument ? ` ${argument}` : ""}\n\n${about}\n\n${list}${lines.join("\n")}\n`;
}
