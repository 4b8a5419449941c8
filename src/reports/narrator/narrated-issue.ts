import type { Config } from "../../config/read.ts";
import type { Sentence } from "../facts/pieces.ts";
import type { Issue, Reader } from "../issue.ts";
import { renderSection } from "../section.ts";
import { changes } from "../sections/changes.ts";
import { headline } from "../sections/headline.ts";
import { risks } from "../sections/risks.ts";
import { type CallLog, narrate } from "./narrate.ts";

/** Keys of the sentences that a narrator may rephrase: the lead of the weekly letter, what changed, the risks. */
const rephrased = /^(headline|decision|change|risk)\./;

export interface Narrated {
  readonly issue: Issue;
  /** Undefined where no narrator is configured. */
  readonly verdict: string | undefined;
}

export interface Narrator {
  readonly config: Pick<Config, "narrator" | "narratorKey">;
  readonly log: CallLog | undefined;
}

/** The issue with a narrator's sentences where one is configured and every one of them holds; else as it is. */
export async function narrateIssue(
  issue: Issue,
  release: Reader,
  { config, log, report, audience }: Narrator & { readonly report: string; readonly audience: string },
): Promise<Narrated> {
  if (!config.narrator || !log) return { issue, verdict: undefined };
  const { base_url: baseUrl, model, timeout_seconds: timeoutSeconds } = config.narrator;
  const sentences = await listen(issue, release);
  const endpoint = { baseUrl, model, timeoutSeconds, key: config.narratorKey };
  const { rewritten, verdict } = await narrate({ endpoint, log, runId: issue.runId, report, audience, sentences });
  const say: Issue["say"] = (key, words) => {
    const plain = issue.say(key, words);
    return rephrased.test(key) ? (rewritten.get(plain.text) ?? plain) : plain;
  };
  return { issue: { ...issue, say, narrator: verdict === "accepted" ? model : undefined }, verdict };
}

/** The sentences that the report says, each once, in their order. */
async function listen(issue: Issue, release: Reader): Promise<Sentence[]> {
  const heard = new Map<string, Sentence>();
  const listener: Issue = {
    ...issue,
    say: (key, words) => {
      const sentence = issue.say(key, words);
      if (rephrased.test(key)) heard.set(sentence.text, sentence);
      return sentence;
    },
  };
  await renderSection(headline, release, listener);
  await renderSection(changes, release, listener);
  await renderSection(risks, release, listener);
  return [...heard.values()];
}
