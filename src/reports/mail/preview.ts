import path from "node:path";
import { UserError } from "../../errors.ts";
import { writeFiles } from "../write-files.ts";
import type { MailParts } from "./compose.ts";

export interface Previewed {
  readonly name: string;
  readonly message: Buffer;
  readonly parts: MailParts;
}

export interface Preview {
  /** The letter, as its file is called. */
  readonly letter: string;
  /** Absolute path; .html shows it in a browser, .txt the plain text, anything else is the whole message. */
  readonly file: string;
}

/** Writes a letter to a file for somebody to look at. Throws UserError where there is no such letter. */
export function writePreview(letters: readonly Previewed[], { letter, file }: Preview): void {
  const found = letters.find(({ name }) => name === letter);
  if (!found) {
    const names = letters.map(({ name }) => name).join(", ");
    throw new UserError(
      `There is no letter "${letter}" to preview. Letters are made for those who get them (email.to); now there are: ${names}.`,
    );
  }
  const { message, parts } = found;
  const ending = path.extname(file).toLowerCase();
  const content = ending === ".html" ? withPictures(parts) : ending === ".txt" ? parts.text : message;
  writeFiles(path.dirname(file), { [path.basename(file)]: content });
}

/** A browser finds no attachment: pictures go into the page. */
const withPictures = ({ html, pictures }: MailParts): string =>
  pictures.reduce(
    (page, { cid, png }) => page.replaceAll(`cid:${cid}`, `data:image/png;base64,${png.toString("base64")}`),
    html,
  );
