import { normalQuantile } from "./normal.ts";

/** A stream of random numbers that its seed fixes. */
export interface Random {
  /** Uniform in (0, 1), never 0 or 1. */
  readonly uniform: () => number;
  /** Whole number in [0, n). */
  readonly integer: (n: number) => number;
  readonly normal: (mean?: number, sd?: number) => number;
  /** exp of a normal draw with these parameters on the log scale. */
  readonly lognormal: (mu: number, sigma: number) => number;
  /** An item, each equally likely. The list must not be empty. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** A stream of its own, fixed by this seed and the label, so that adding one draw elsewhere changes nothing here. */
  readonly fork: (label: string | number) => Random;
}

/**
 * Seeded generator sfc32 (Chris Doty-Humphrey, PractRand), seeded by splitmix over the seed's characters.
 * The same seed gives the same stream on every machine.
 */
export function createRandom(seed: number | string): Random {
  const next = sfc32(seedWords(String(seed)));
  const uniform = () => (next() + 0.5) / 4294967296;
  const normal = (mean = 0, sd = 1) => mean + sd * normalQuantile(uniform());
  return {
    uniform,
    normal,
    integer: (n) => Math.floor(uniform() * n),
    lognormal: (mu, sigma) => Math.exp(normal(mu, sigma)),
    pick: (items) => items[Math.floor(uniform() * items.length)]!,
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

function sfc32([first, second, third]: readonly [number, number, number]): () => number {
  let [a, b, c, counter] = [first, second, third, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) next();
  return next;
}

/** Three well-mixed 32-bit words from text: FNV-1a, then the finalizer of MurmurHash3. */
function seedWords(text: string): readonly [number, number, number] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const word = (salt: number) => {
    let mixed = (hash + Math.imul(salt, 0x9e3779b9)) | 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  return [word(1), word(2), word(3)];
}
