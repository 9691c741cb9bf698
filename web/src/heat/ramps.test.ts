import { describe, expect, test } from 'vitest';
import { palettes } from '../map/palette.ts';
import type { Family } from './fields.ts';
import { channels, over, ramp, square, type Mode } from './ramps.ts';

// How colours look with each kind of colour blindness: Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
const EYES: Record<string, number[][]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const FAMILIES: Family[] = ['abstention', 'support', 'pool', 'persuadable', 'known', 'voters', 'doors'];
const MODES: Mode[] = ['light', 'dark'];

function linear(colour: string): number[] {
  return channels(colour).map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
}

/** CIE L*a*b* (D65) as the given eye sees it. */
function lab(colour: string, eye: string): [number, number, number] {
  const light = linear(colour);
  const seen = (EYES[eye] ?? []).map((row) => Math.min(1, Math.max(0, row.reduce((sum, weight, i) => sum + weight * (light[i] ?? 0), 0))));
  const [r = 0, g = 0, b = 0] = seen;
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function apart(one: string, other: string, eye: string): number {
  const [a, b] = [lab(one, eye), lab(other, eye)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** As drawn on the ground, not as written. */
function seen(colour: string, mode: Mode): string {
  return over(palettes[mode].land, colour, palettes[mode].dataOpacity);
}

describe.each(MODES)('on the %s map', (mode) => {
  test.each(FAMILIES)('%s runs one way in lightness for every eye, in steps that can be told apart', (family) => {
    const colours = ramp(family, mode).map((colour) => seen(colour, mode));
    const away = mode === 'light' ? -1 : 1;
    for (const eye of Object.keys(EYES)) {
      const lightness = colours.map((colour) => lab(colour, eye)[0]);
      const steps = lightness.slice(1).map((value, i) => (value - (lightness[i] ?? 0)) * away);
      expect(Math.min(...steps), `${eye}: ${steps.map((step) => step.toFixed(1)).join(' ')}`).toBeGreaterThan(6);
    }
  });

  test('the nine colours of the square are told apart by every eye', () => {
    const colours = square(mode).flat().map((colour) => seen(colour, mode));
    for (const eye of Object.keys(EYES)) {
      for (const [i, one] of colours.entries()) {
        for (const [j, other] of colours.entries()) {
          if (i < j) expect(apart(one, other, eye), `${eye}: ${one} ${other} (${i}, ${j})`).toBeGreaterThan(15);
        }
      }
    }
  });

  test('every class stands out from the bare ground', () => {
    const colours = [...FAMILIES.flatMap((family) => ramp(family, mode)), ...square(mode).flat()];
    for (const colour of colours) expect(apart(palettes[mode].land, seen(colour, mode), 'normal'), colour).toBeGreaterThan(7);
  });

  test('places without a value are not taken for a class', () => {
    const none = seen(palettes[mode].none, mode);
    for (const family of FAMILIES.slice(0, 4)) {
      for (const colour of ramp(family, mode)) expect(apart(none, seen(colour, mode), 'normal'), `${family} ${colour}`).toBeGreaterThan(6);
    }
  });
});

test('a colour over the ground is what the blend gives', () => {
  expect(over('#000000', '#ffffff', 0.5)).toBe('#808080');
  expect(over('#123456', '#ffffff', 0)).toBe('#123456');
  expect(over('#123456', '#abcdef', 1)).toBe('#abcdef');
});
