/** Rows a second so far, and the seconds that the rest will take at this pace. */
export function speedOf(given: { readonly rowsRead: number; readonly rowsExpected: number; readonly seconds: number }) {
  const { rowsRead, rowsExpected, seconds } = given;
  if (seconds < 1 || rowsRead === 0) return {};
  const rate = rowsRead / seconds;
  const left = rowsExpected > rowsRead ? { seconds_left: Math.ceil((rowsExpected - rowsRead) / rate) } : {};
  return { rows_per_second: Math.round(rate), ...left };
}
