/**
 * Colors by the role that they play, for light paper and for dark. Marks stand at least 3:1 from their ground, text at
 * least 4.5:1 (test/reports/palette.test.ts); the mark colors are those of Okabe and Ito that hold on both grounds.
 */
export interface Palette {
  readonly paper: string;
  readonly card: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly actual: string;
  readonly forecast: string;
  readonly band: string;
  readonly late: string;
  readonly good: string;
  readonly plan: string;
  readonly over: string;
  readonly onOver: string;
  readonly full: string;
  readonly onFull: string;
  readonly even: string;
  readonly onEven: string;
  readonly room: string;
  readonly onRoom: string;
}

export const light: Palette = {
  paper: "#fbfaf7",
  card: "#ffffff",
  ink: "#17212f",
  quiet: "#57616e",
  line: "#dcd8cf",
  actual: "#1f3a5f",
  forecast: "#0072b2",
  band: "#c9dfee",
  late: "#b54708",
  good: "#00805c",
  plan: "#6b7480",
  over: "#f6c9ab",
  onOver: "#6b2400",
  full: "#fae6b8",
  onFull: "#5a4300",
  even: "#eef0ec",
  onEven: "#36414d",
  room: "#d3e6f3",
  onRoom: "#0b4468",
};

export const dark: Palette = {
  paper: "#12171e",
  card: "#181f28",
  ink: "#e9e6df",
  quiet: "#a4adb8",
  line: "#313b47",
  actual: "#c9d6e6",
  forecast: "#56a8dc",
  band: "#22435c",
  late: "#f08b4e",
  good: "#35b48c",
  plan: "#8d98a5",
  over: "#6e3211",
  onOver: "#ffdcc6",
  full: "#57460f",
  onFull: "#fbe7b4",
  even: "#232c37",
  onEven: "#c4ccd5",
  room: "#173f5b",
  onRoom: "#c9e5f8",
};

/** The colors as CSS custom properties, one a line. */
export const toCustomProperties = (palette: Palette): string =>
  Object.entries(palette)
    .map(([role, color]) => `--${kebab(role)}:${color};`)
    .join("");

/**
 * A drawing in light colors made to follow the page's theme: each color of the light palette becomes its custom
 * property, with the color itself for readers that know none.
 */
export function followTheme(svg: string): string {
  const roles = new Map(Object.entries(light).map(([role, color]) => [color, role]));
  return svg.replaceAll(/"(#[0-9a-f]{6})"/g, (whole, color: string) => {
    const role = roles.get(color);
    return role ? `"var(--${kebab(role)},${color})"` : whole;
  });
}

const kebab = (role: string): string => role.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
