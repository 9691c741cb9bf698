import { createExpression, type StylePropertySpecification } from '@maplibre/maplibre-gl-style-spec';
import { expect, test } from 'vitest';
import { classAt, fillColour, pairColour, scaleOf } from './scale.ts';

const RAMP = ['#000001', '#000002', '#000003', '#000004', '#000005'];
const COLOUR = { type: 'color', 'property-type': 'data-driven', expression: { interpolated: false, parameters: ['zoom', 'feature'] } } as unknown as StylePropertySpecification;

/** The colour MapLibre itself gives a feature. */
function drawn(expression: unknown, properties: Record<string, unknown>): string {
  const made = createExpression(expression, 'fill-color', COLOUR);
  if (made.result !== 'success') throw new Error(JSON.stringify(made.value));
  const colour = made.value.evaluate({ zoom: 12 }, { type: 'Polygon', properties }) as { r: number; g: number; b: number; a: number };
  if (colour.a === 0) return '#00000000';
  return `#${[colour.r, colour.g, colour.b].map((part) => Math.round(part * 255).toString(16).padStart(2, '0')).join('')}`;
}

test('each value is drawn in the colour of its class, and the highest belongs to the last', () => {
  const scale = scaleOf({ field: 'abstention', breaks: [0.1, 0.2, 0.3, 0.4, 0.5, 0.9], counts: [4, 4, 4, 4, 5], none: 2 }, 5);
  const expression = fillColour(scale, RAMP, '#ffffff');
  const cases: [number, number][] = [[0.1, 1], [0.1998, 1], [0.2, 2], [0.35, 3], [0.4, 4], [0.5, 5], [0.9, 5]];
  for (const [value, colour] of cases) {
    expect(drawn(expression, { abstention: value })).toBe(`#00000${colour}`);
    expect(scale.classes[classAt(scale, value)]?.rank).toBe(colour - 1);
  }
  expect(drawn(expression, { voters: 3 })).toBe('#ffffff');
  expect(classAt(scale, null)).toBe(-1);
});

test('a break taken from a value that the tile rounds still holds that value', () => {
  const scale = scaleOf({ field: 'support', breaks: [0, 0.321_684, 1], counts: [5, 5], none: 0 }, 5);
  expect(drawn(fillColour(scale, RAMP, '#ffffff'), { support: Math.fround(0.3217) })).toBe('#000005');
});

test('breaks closer than the rounding still make a valid expression', () => {
  const scale = scaleOf({ field: 'known', breaks: [0.12341, 0.12342, 0.12343, 0.2], counts: [1, 1, 1], none: 0 }, 5);
  expect(drawn(fillColour(scale, RAMP, '#ffffff'), { known: 0.2 })).toBe('#000005');
});

test('fewer classes than colours spread over the ramp; one class takes its middle', () => {
  const three = scaleOf({ field: 'known', breaks: [0, 0.1, 0.3, 1], counts: [12, 4, 4], none: 0 }, 5);
  expect(three.classes.map(({ low, high, places, rank }) => [low, high, places, rank])).toEqual([[0, 0.1, 12, 0], [0.1, 0.3, 4, 2], [0.3, 1, 4, 4]]);
  expect(drawn(fillColour(three, RAMP, '#ffffff'), { known: 0.1 })).toBe('#000003');
  const same = scaleOf({ field: 'voters', breaks: [7, 7], counts: [9], none: 0 }, 5);
  expect(same.classes).toEqual([{ low: 7, high: 7, places: 9, rank: 2 }]);
  expect(drawn(fillColour(same, RAMP, '#ffffff'), { voters: 7 })).toBe('#000003');
});

test('no value at all is one colour; a place where nobody lives is left clear', () => {
  const nothing = scaleOf({ field: 'voters', breaks: [], counts: [], none: 0 }, 5);
  expect(fillColour(nothing, RAMP, '#ffffff')).toBe('#ffffff');
  const scale = scaleOf({ field: 'doors', breaks: [1, 5, 9], counts: [3, 4], none: 0 }, 5);
  const expression = fillColour(scale, RAMP, '#ffffff');
  expect(drawn(expression, { voters: 0, doors: 0 })).toBe('#00000000');
  expect(drawn(expression, { voters: 2, doors: 1 })).toBe('#000001');
});

test('two fields cross: rows are the first, columns the second', () => {
  const home = scaleOf({ field: 'abstention', breaks: [0, 0.3, 0.6, 1], counts: [1, 1, 1], none: 0 }, 3);
  const support = scaleOf({ field: 'support', breaks: [0, 0.5, 1], counts: [1, 2], none: 0 }, 3);
  const square = [['#000000', '#000001', '#000002'], ['#000100', '#000101', '#000102'], ['#000200', '#000201', '#000202']];
  const expression = pairColour(home, support, square, '#ffffff');
  expect(drawn(expression, { abstention: 0.1, support: 0.2 })).toBe('#000000');
  expect(drawn(expression, { abstention: 0.4, support: 0.5 })).toBe('#000102');
  expect(drawn(expression, { abstention: 1, support: 0.9 })).toBe('#000202');
  expect(drawn(expression, { abstention: 1 })).toBe('#ffffff');
});
