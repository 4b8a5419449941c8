/** What each word of probability means, as printed in the report. From the likeliest down; `from` is included. */
export const hedges = [
  { from: 0.95, word: "almost certainly" },
  { from: 0.8, word: "very probably" },
  { from: 0.6, word: "probably" },
  { from: 0.4, word: "as likely as not" },
  { from: 0.2, word: "probably not" },
  { from: 0.05, word: "very probably not" },
  { from: 0, word: "almost certainly not" },
] as const;

/** The word for a probability between 0 and 1. */
export const hedge = (probability: number): string =>
  (hedges.find((step) => probability >= step.from) ?? hedges.at(-1)!).word;
