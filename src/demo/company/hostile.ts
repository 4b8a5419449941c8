/** Names that break what does not escape, measure or quote. A handful of each kind of object carries one. */
export const HOSTILE_NAMES: readonly string[] = [
  '<script>alert("task")</script>',
  `<img src=x onerror="alert('1')">`,
  `Quote " apostrophe ' backslash \\ backtick \``,
  "Ship it 🚀👩‍👩‍👧‍👦🏳️‍🌈",
  "تصميم صفحة الهبوط \u202Eabc\u202C",
  "=cmd|' /C calc'!A0",
  "+SUM(1,2)*@A1",
  "{{#each people}}{{this}}{{/each}} {{{raw}}}",
  "First line\nSecond line\r\nThird\tline",
  "'; drop table tasks; --",
  "$HOME $(whoami) %s %n $" + "{7*7}",
  "Zero\u200Bwidth and nul-like \u0001 control",
  `Long ${"name ".repeat(199)}`,
  "https://example.com/?a=1&b=<b>&c=%00",
  "   ",
];

export const HOSTILE_PEOPLE: readonly string[] = [`Zoë "Zed" O'Brannt <zoe>`, "ليلى {{name}} 🦊"];
