import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { templatesFolder } from "../facts/phrasebook.ts";

const schema = z.strictObject({
  instructions: z.string(),
  connecting: z.array(z.string()),
  claims: z.array(z.string()),
  synonyms: z.array(z.array(z.string()).min(2)),
});

/** What a narrator may do with words, as templates/narrator.yaml says. */
export interface Vocabulary extends z.infer<typeof schema> {
  /** The word that a word counts as, in small letters. */
  readonly meaningOf: (word: string) => string;
  readonly isConnecting: (word: string) => boolean;
  /** Whether a meaning carries a direction, degree or comparison. */
  readonly isClaim: (meaning: string) => boolean;
}

export function readVocabulary(): Vocabulary {
  const lists = schema.parse(parse(readFileSync(path.join(templatesFolder, "narrator.yaml"), "utf8")));
  const meanings = new Map(lists.synonyms.flatMap((row) => row.map((word) => [word, row[0]!] as const)));
  const [connecting, claims] = [new Set(lists.connecting), new Set(lists.claims)];
  return {
    ...lists,
    meaningOf: (word) => meanings.get(word) ?? word,
    isConnecting: (word) => connecting.has(word),
    isClaim: (meaning) => claims.has(meaning),
  };
}
