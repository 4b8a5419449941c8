import { dateOf, weekday } from "../statistics/calendar.ts";

/** From 23 December to 2 January little gets done, whatever the calendar says: half the usual in the public data. */
const quietShare = 0.5;
const isQuiet = (day: number) => {
  const monthAndDay = dateOf(day).slice(5);
  return monthAndDay >= "12-23" || monthAndDay <= "01-02";
};

/** Pace of the days in [from, to), over that of a usual week of five; days off count nothing. */
export function paceShare(from: number, to: number, isOff: (day: number) => boolean = () => false): number {
  let days = 0;
  for (let day = from; day < to; day++) {
    if (weekday(day) < 5 && !isOff(day)) days += isQuiet(day) ? quietShare : 1;
  }
  return days / 5;
}
