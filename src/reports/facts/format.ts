import type { Fact, Unit } from "./fact.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const space = "\u00a0";

/**
 * A value as readers see it, rounded to what such a number supports. Dates within half a year of `asOf` need no year.
 * Chances never read 0 % or 100 %.
 */
export function formatValue(value: number | string, unit: Unit, asOf: string): string {
  if (typeof value === "string") return unit === "instant" ? formatInstant(value, asOf) : formatDate(value, asOf);
  if (unit === "probability") return formatChance(value);
  if (unit === "ratio") return `${Math.round(value * 100)}${space}%`;
  if (unit === "factor") return formatDecimal(value, 1);
  if (unit === "hours")
    return `${formatDecimal(value, Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0)}${space}h`;
  if (unit === "fte") return formatDecimal(value, 1);
  if (unit === "days" || unit === "weeks") return formatDecimal(value, 0);
  return formatDecimal(value, Number.isInteger(value) || Math.abs(value) >= 10 ? 0 : 1);
}

/** A value of a fact (itself, an end of its interval, what it was), as precise as the fact's interval allows. */
export function formatFact(fact: Fact, value: number | string, asOf: string): string {
  const width = Number(fact.hi) - Number(fact.lo);
  const isNarrow = fact.unit === "factor" && fact.hi !== null && width < 0.4;
  if (isNarrow) return formatDecimal(Number(value), 2);
  const isRough = fact.unit === "count" && fact.lo !== null && fact.hi !== null;
  return formatValue(isRough ? roundTo(Number(value), stepWithin(width / 10)) : value, fact.unit, asOf);
}

/** The largest of 1, 2, 5, 10, 20, … up to `most`: an interval of 55 tasks supports steps of 5. */
function stepWithin(most: number): number {
  if (!(most >= 1)) return 0;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([5, 2].find((digit) => digit * power <= most) ?? 1);
}

const roundTo = (value: number, step: number): number => (step > 0 ? Math.round(value / step) * step : value);

/** A number with thousands separated by commas, a real minus sign, and no negative zero. */
export function formatDecimal(value: number, digits: number): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction ? `${grouped}.${fraction}` : grouped;
  return value < 0 && Number(text.replaceAll(",", "")) !== 0 ? `−${text}` : text;
}

function formatChance(value: number): string {
  if (value < 0.01) return `under 1${space}%`;
  if (value > 0.99) return `over 99${space}%`;
  return `${Math.round(value * 100)}${space}%`;
}

/** '2026-12-19' as "19 Dec", with the year where it is half a year or more away. */
export function formatDate(date: string, asOf: string): string {
  const [year, month, day] = date.slice(0, 10).split("-").map(Number);
  const text = `${day}${space}${months[month! - 1]}`;
  return Math.abs(daysBetween(asOf, date.slice(0, 10))) <= 183 ? text : `${text}${space}${year}`;
}

/** '2026-11-16' as "Monday, 16 November 2026" would be, with the short month: "Monday, 16 Nov 2026". */
export function formatLongDate(date: string): string {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return `${weekdays[day]}, ${formatDate(date, "0001-01-01")}`;
}

function formatInstant(instant: string, asOf: string): string {
  return `${formatDate(instant, asOf)} ${instant.slice(11, 16)}${space}UTC`;
}

/** A date moved by a number of days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
