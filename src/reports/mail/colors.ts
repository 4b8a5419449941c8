import { light } from "../theme/palette.ts";

/** Colors and cell styles of mails, which know no style sheet. */
export const mailColors = {
  c: { ...light, link: light.forecast },
  th: `border-bottom:1px solid ${light.line};padding:4px 0;font-weight:normal;color:${light.quiet};vertical-align:bottom`,
  td: `border-bottom:1px solid ${light.line};padding:8px 0;vertical-align:top`,
};
