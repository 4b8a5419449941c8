import type { Erasure } from "./erase.ts";

/** What is (or would be) erased, in lines that name nobody. */
export function describeErasure(
  { people, names, addresses, number_of_notes, files }: Erasure,
  isDone: boolean,
): string {
  const found = [
    `${counted(names.length, "name")}, ${counted(addresses.length, "e-mail address", "es")}`,
    `${counted(number_of_notes, "note")} on time entries`,
    `${counted(files.length, "older release, report or scenario", "s", "older releases, reports and scenarios")}`,
  ];
  const what = `${counted(people, "person", "s", "people")}: ${found.join("; ")}`;
  if (isDone) return `Erased of ${what}. The release and the report were made anew.\n`;
  return `Would be erased of ${what}.\nThe release and the report would be made anew. There is no way back; --apply does it.\n`;
}

const counted = (n: number, one: string, ending = "s", many = `${one}${ending}`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;
