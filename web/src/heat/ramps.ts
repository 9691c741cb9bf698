// Colours of the data. One hue family for each meaning: amber stays home, teal supports us, and plum is where both meet.
// Low values stay near the ground colour in light and in dark, so a ramp runs towards ink by day and towards light by night.

import type { Family } from './fields.ts';

export type Mode = 'light' | 'dark';

const AMBER = {
  light: ['#fbe6b4', '#f3c169', '#e5943a', '#c4601c', '#833008'],
  dark: ['#46331c', '#75491a', '#ab6b1f', '#de9a3e', '#ffd58c'],
};
const TEAL = {
  light: ['#d5ebe2', '#9bd2c5', '#58b1a6', '#228683', '#07504f'],
  dark: ['#1b3b3b', '#1c5a57', '#20827b', '#45b5a6', '#a5ecd9'],
};
const PLUM = {
  light: ['#efe0f1', '#d3b0dc', '#b07ac2', '#85459c', '#4f1a68'],
  dark: ['#3c2848', '#5e3a75', '#8854a3', '#b984d1', '#ecc9fa'],
};
const BLUE = {
  light: ['#dfe8f4', '#b1c8e5', '#7ba0d0', '#4a74b2', '#1f437f'],
  dark: ['#24364f', '#335380', '#4878b6', '#79a9e4', '#c5defc'],
};
const SLATE = {
  light: ['#e6e8ec', '#c3c9d2', '#979fae', '#697385', '#3a4354'],
  dark: ['#30363f', '#4a535f', '#6c7787', '#9ba7b7', '#d8dfe8'],
};

const FAMILIES: Record<Family, typeof AMBER> = {
  abstention: AMBER,
  support: TEAL,
  pool: PLUM,
  persuadable: BLUE,
  known: SLATE,
  voters: SLATE,
  doors: SLATE,
};

/** Rows: abstention low to high; columns: support low to high. The last corner is whom a campaign goes to see. */
const SQUARES = {
  light: [
    ['#ebe8e1', '#a3d2c6', '#3f9e96'],
    ['#eec583', '#b3a58e', '#5b7c8c'],
    ['#d87f2c', '#a3566a', '#4f1a68'],
  ],
  dark: [
    ['#363a40', '#2b625d', '#3fa99c'],
    ['#74501f', '#75706c', '#8eabb3'],
    ['#d68f35', '#d99a9f', '#f5d6ff'],
  ],
};

export const CLASSES = 5;

export function ramp(family: Family, mode: Mode): readonly string[] {
  return FAMILIES[family][mode];
}

export function square(mode: Mode): readonly (readonly string[])[] {
  return SQUARES[mode];
}

/** What the eye gets when `colour` lies over `ground` at this opacity: the legend shows exactly that. */
export function over(ground: string, colour: string, opacity: number): string {
  const [under, top] = [channels(ground), channels(colour)];
  const mixed = top.map((value, i) => Math.round(value * opacity + (under[i] ?? 0) * (1 - opacity)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

export function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
