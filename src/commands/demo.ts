import type { Command } from "./command.ts";

export const demo: Command = {
  name: "demo",
  summary: "the embedded workspace and a refresh on it; needs no account",
  about:
    "Starts a made-up company as an Asana workspace on this machine, runs the nightly job on it through real HTTP, and " +
    "tells what was found and where everything lies. It is a stand-in for Asana and says so; nothing leaves the " +
    "machine. Its data directory is demo/ inside the usual one. Running it again reads only what changed.",
  options: [
    { flags: "--serve", about: "keep the workspace up until Ctrl-C" },
    { flags: "--port <port>", about: "port of the workspace (default: any free one)", reads: "number" },
    { flags: "--tasks <n>", about: "size of the company in tasks (default 12000)", reads: "number" },
    { flags: "--seed <n>", about: "another company (default 1)", reads: "number" },
    { flags: "--today <date>", about: "the company's last day (default 2026-11-16)", reads: "date" },
    {
      flags: "--nights <n>",
      about: "let so many days pass with people working, and a night after each",
      reads: "number",
    },
    { flags: "--csv <file>", about: "tasks from a CSV file instead of a made-up company" },
    {
      flags: "--column <what=name>",
      about: "--csv: name of a column, as in estimate=Hours (usual names are found); can be given several times",
      reads: "repeated",
    },
    { flags: "--apply", about: "also write the publish plan into the workspace" },
    { flags: "--narrator", about: "let a stand-in for a language model rephrase the weekly letter" },
    { flags: "--json", about: "print what the run did as JSON" },
  ],
  examples: [
    ["plimsoll demo", "the whole job on a made-up company, in under a minute"],
    [
      "plimsoll demo --tasks 2000 --nights 12 --apply --serve",
      "twelve nights of work, write-back included, to look at",
    ],
    ["plimsoll demo --tasks 2000 --narrator", "its first answer gets a number wrong and is refused; see audit"],
    ["plimsoll demo --csv tasks.csv --column name=Title --column actual=Spent", "the same job on your own tasks"],
    ["plimsoll demo --tasks 2000 --serve", "a smaller one, kept up to look at in a browser"],
  ],
  run: async (invocation) => {
    const { runDemo } = await import("./demo/run-demo.ts");
    return runDemo(invocation);
  },
};
