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
  light: ['#d6dae3', '#b4bccb', '#8b95a8', '#626d82', '#363f52'],
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

/**
 * Rows: abstention low to high; columns: support low to high. The last corner is whom a campaign goes to see.
 * Found by moving nine mixed tones until the closest two are as far apart as they get, for every kind of colour blindness.
 */
const SQUARES = {
  light: [
    ['#e6dfb5', '#a9e0ea', '#50a39a'],
    ['#eaba63', '#ada476', '#3b627e'],
    ['#d97a0e', '#964d4c', '#391a6a'],
  ],
  dark: [
    ['#34372f', '#00515d', '#0b959b'],
    ['#713c03', '#66604b', '#abcbc8'],
    ['#d07717', '#cc9280', '#dfc2ff'],
  ],
};

/** Colours in a ramp, and along one side of the square. */
export const CLASSES = 5;
export const SIDE = 3;

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
