import { createHash } from "node:crypto";
import type { ModelCall } from "../../warehouse/model-calls.ts";
import type { Sentence } from "../facts/pieces.ts";
import { askModel, type Endpoint, type Message, readObject } from "./ask.ts";
import { checkRewrite } from "./check.ts";
import { type Draft, draftSentences, type PlainFact } from "./draft.ts";
import { readVocabulary, type Vocabulary } from "./vocabulary.ts";

/** The audit log as a narrator needs it. */
export interface CallLog {
  /** Earlier calls with a key, in order. */
  recall(key: string): Promise<readonly Pick<ModelCall, "answer" | "verdict">[]>;
  /** Writes a call, or over what was written of it. */
  note(call: ModelCall): Promise<void>;
}

export interface NarratorInput {
  readonly endpoint: Endpoint;
  readonly log: CallLog;
  /** Run of the release, so that a report made again from it finds its answer. */
  readonly runId: string;
  readonly report: string;
  readonly audience: string;
  readonly sentences: readonly Sentence[];
}

export interface Narration {
  /** Rewritten sentences by the text that the rules wrote; empty unless all of them hold. */
  readonly rewritten: ReadonlyMap<string, Sentence>;
  /** `accepted`, or why the rules' own text stands. */
  readonly verdict: string;
}

const mostAttempts = 2;

/**
 * Lets a language model rephrase sentences. It is asked once, and once more with the reason where its answer is refused; the
 * text is taken whole or not at all. An answer that was kept is used again and nobody is asked.
 */
export async function narrate(input: NarratorInput): Promise<Narration> {
  const { drafts, facts } = draftSentences(input.sentences);
  const vocabulary = readVocabulary();
  const first: Message[] = [
    { role: "system", content: vocabulary.instructions.trim() },
    { role: "user", content: questionOf(drafts, facts, vocabulary) },
  ];
  const key = keyOf(input, first);
  const earlier = await input.log.recall(key);
  const kept = earlier.flatMap(({ answer }) => (answer === null ? [] : judge(answer, drafts, vocabulary)));
  if (kept.length > 0) return kept.find(isAccepted) ?? kept.at(-1)!;
  return ask({ ...input, key, drafts, vocabulary, first, earlier: earlier.length });
}

const isAccepted = ({ verdict }: Narration): boolean => verdict === "accepted";

interface Question extends NarratorInput {
  readonly key: string;
  readonly drafts: readonly Draft[];
  readonly vocabulary: Vocabulary;
  readonly first: readonly Message[];
  /** Calls that came to nothing before. */
  readonly earlier: number;
}

async function ask(question: Question): Promise<Narration> {
  const { endpoint, log, report, audience, key, drafts, vocabulary, earlier } = question;
  let messages = question.first;
  let narration = fallback("failed: it was not asked");
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const { host } = new URL(endpoint.baseUrl);
    const prompt = JSON.stringify(messages);
    const call = {
      ...{ key, attempt: earlier + attempt, model: endpoint.model, endpoint: host, report, audience, prompt },
      projects: projectsOf(question.sentences),
    };
    await log.note({ ...call, answer: null, verdict: "asked" });
    const answer = await askModel(endpoint, messages);
    if ("failed" in answer) {
      narration = fallback(`failed: ${answer.failed}`);
      await log.note({ ...call, answer: null, verdict: narration.verdict });
      break;
    }
    narration = judge(answer.text, drafts, vocabulary);
    await log.note({ ...call, answer: answer.text, verdict: narration.verdict });
    if (isAccepted(narration)) break;
    messages = [
      ...question.first,
      { role: "assistant", content: answer.text.slice(0, 20_000) },
      { role: "user", content: `This was ${narration.verdict}. Answer again with the whole object.` },
    ];
  }
  return narration;
}

const fallback = (verdict: string): Narration => ({ rewritten: new Map(), verdict });

const keyOf = ({ runId, report, endpoint }: NarratorInput, messages: readonly Message[]): string =>
  createHash("sha256")
    .update(JSON.stringify([runId, report, endpoint.model, messages]))
    .digest("hex")
    .slice(0, 24);

const questionOf = (drafts: readonly Draft[], facts: readonly PlainFact[], vocabulary: Vocabulary): string =>
  JSON.stringify({
    sentences: Object.fromEntries(drafts.map(({ id, text }) => [id, text])),
    facts,
    connecting: vocabulary.connecting,
    synonyms: vocabulary.synonyms,
  });

const projectsOf = (sentences: readonly Sentence[]): string[] => [
  ...new Set(
    sentences.flatMap(({ facts }) => facts.flatMap(({ scope }) => (scope.type === "project" ? [scope.gid] : []))),
  ),
];

/** Whether an answer says of every sentence what it said before. One that does not makes all of it void. */
function judge(answer: string, drafts: readonly Draft[], vocabulary: Vocabulary): Narration {
  const texts = readObject(answer);
  if (!texts) return fallback("refused: it is not the JSON object that was asked for");
  const rewritten = new Map<string, Sentence>();
  for (const draft of drafts) {
    const checked = checkRewrite(draft, texts[draft.id], vocabulary);
    if ("refused" in checked) return fallback(`refused: ${draft.id}: ${checked.refused}`);
    rewritten.set(draft.sentence.text, checked.sentence);
  }
  return { rewritten, verdict: "accepted" };
}
