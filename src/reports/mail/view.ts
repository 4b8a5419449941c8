import Handlebars from "handlebars";
import { toPicture } from "../charts/raster.ts";
import { workspace } from "../facts/fact-book.ts";
import type { Sentence } from "../facts/phrasebook.ts";
import type { Issue } from "../issue.ts";
import type { LoadTone } from "../sections/capacity.ts";
import type { ProjectLine } from "../sections/completion.ts";
import { light } from "../theme/palette.ts";
import { keyFigures, type Weekly } from "../weekly.ts";
import { mailColors } from "./colors.ts";
import { completionPicture, pictureWidth } from "./pictures.ts";

const mostProjects = 6;
const mostTeams = 12;

export interface MailPicture {
  readonly cid: string;
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
  /** States the conclusion and the numbers, for those who see no pictures. */
  readonly alt: string;
}

export interface MailSettings {
  /** Address of the page where it is hosted; without it the page is attached. */
  readonly pageUrl: string | null;
  readonly unsubscribe: string | null;
  /** Names of the teams that the letter is about; null where it is about everything. */
  readonly about: string | null;
}

const cellColors: Readonly<Record<LoadTone, readonly [string, string]>> = {
  over: [light.over, light.onOver],
  full: [light.full, light.onFull],
  even: [light.even, light.onEven],
  room: [light.room, light.onRoom],
};

/** What the templates of the weekly mail place: parts of the same views that the page shows. */
export function viewMail(weekly: Weekly, issue: Issue, settings: MailSettings) {
  const { headline, changes, decisions, risks, completion, capacity, velocity } = weekly;
  const lead = headline.view;
  const hasNewRisk = issue.material.new_risks && risks.view.items.some((risk) => risk.isNew);
  const isQuiet = changes.view.isQuiet && !hasNewRisk;
  const capacityRows = capacity.view.rows.slice(0, mostTeams).map((row) => ({
    ...row,
    cells: row.cells.map((cell) => cell && { ...cell, bg: cellColors[cell.tone][0], fg: cellColors[cell.tone][1] }),
  }));
  const closing = closingOf(weekly);
  const caveats = caveatsOf(weekly);
  return {
    issue,
    lead,
    preheader: isQuiet ? lead.first.text : lead.second.text,
    subject: isQuiet ? changes.view.finding.text : lead.first.text,
    isQuiet,
    material: materialWords(issue.material),
    figures: keyFigures(issue),
    figureRows: pairs(keyFigures(issue)),
    changes: changes.view,
    decisions: decisions.view,
    risks: risks.view,
    completion: completion.view,
    completionRows: completion.view.all.slice(0, mostProjects),
    completionMore: Math.max(0, completion.view.all.length - mostProjects),
    completionPictures: completionPictures(completion.view.all.slice(0, mostProjects), weekly),
    capacity: capacity.view,
    thresholds: issue.thresholds,
    capacityRows,
    capacityMore: Math.max(0, capacity.view.rows.length - mostTeams),
    velocity: velocity.view,
    velocityPictures: velocityPictures(weekly),
    closing: closing.map((sentence) => new Handlebars.SafeString(withStop(sentence.mail.toHTML()))),
    closingText: closing.map((sentence) => withStop(sentence.text)),
    caveats: new Handlebars.SafeString(caveats.map((sentence) => withStop(sentence.mail.toHTML())).join(" ")),
    caveatsText: caveats.map((sentence) => withStop(sentence.text)).join(" "),
    hedges: hedgesIn([lead.finding, lead.second, ...risks.view.items.map((risk) => risk.sentence)], weekly),
    expectedPictures: isQuiet ? [] : expectedPictures(weekly),
    dataFact: issue.book.find("data_as_of", workspace),
    fullLead: settings.pageUrl
      ? "The full report, with every number’s query:"
      : "The full report is attached as weekly.html; it opens in any browser.",
    ...settings,
    unsubscribeTo: settings.unsubscribe?.replace(/^mailto:|\?.*$/g, "") ?? null,
    ...mailColors,
  };
}
export type MailView = ReturnType<typeof viewMail>;

/** What would have made a full letter, in words. */
export function materialWords({ days, interval_share, weight, pace, new_risks }: Issue["material"]): string {
  const heavy = weight > 0 ? ` of a project with ${percent(weight)} of the remaining hours or more` : "";
  return [
    `a date${heavy} that moved by more than ${days} days and ${percent(interval_share)} of its 80\u00a0% interval`,
    `a pace that changed by more than ${percent(pace)}`,
    ...(new_risks ? ["a new risk"] : []),
  ].join(", or ");
}

const percent = (part: number): string => `${Math.round(part * 1000) / 10}\u00a0%`;

const withStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const pairs = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / 2) }, (_, i) => items.slice(2 * i, 2 * i + 2));

/** Findings of the sections that the mail gives one line each. */
const closingOf = ({ accuracy, headcount, budget, record }: Weekly): Sentence[] =>
  [accuracy, headcount, budget, record].flatMap((part) => part.view.finding ?? []);

/** How fresh and how complete the data are. */
const caveatsOf = ({ caveats }: Weekly): Sentence[] => [
  ...(caveats.view.finding ? [caveats.view.finding] : []),
  ...caveats.view.items,
];

/** The words of probability that sentences use, with what they stand for. */
function hedgesIn(sentences: readonly Sentence[], { method }: Weekly) {
  const text = sentences.map((sentence) => sentence.text).join("\n");
  return method.view.hedges.filter(({ word }) => new RegExp(`\\bwill ${word}\\b(?! not)`).test(text));
}

/** Pictures that the mail cannot do without: those of the sections that have something to show. */
const expectedPictures = ({ completion, velocity }: Weekly): string[] => [
  ...(completion.view.all.length > 0 ? ["completion@plimsoll"] : []),
  ...(velocity.view.empty ? [] : ["velocity@plimsoll"]),
];

function completionPictures(lines: readonly ProjectLine[], { completion }: Weekly): MailPicture[] {
  if (lines.length === 0) return [];
  const rows = lines.map((line) => ({
    name: line.name,
    days: line.dots,
    due: typeof line.due?.value === "string" ? line.due.value : null,
  }));
  const said = lines.slice(0, 4).map((line) => `${line.name}: ${line.answer.text}`);
  const alt = `${completion.view.finding?.text ?? "Completion dates"}. ${said.join("; ")}.`;
  return [{ cid: "completion@plimsoll", alt, ...completionPicture(rows, completion.view.scale) }];
}

function velocityPictures({ velocity }: Weekly): MailPicture[] {
  if (!velocity.view.mailChart) return [];
  const said = [velocity.view.finding?.text, velocity.view.recent?.text].filter((text) => text !== undefined);
  const alt =
    said.length > 0
      ? `${said.join(". ")}`
      : "Tasks finished a week over the last half year; too few weeks for a forecast.";
  return [{ cid: "velocity@plimsoll", alt, ...toPicture(velocity.view.mailChart, pictureWidth) }];
}
