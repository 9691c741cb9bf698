import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { beforeAll, describe, expect, test } from 'vitest';
import drawing from '../../../tiles/style.json';
import type { Mode } from '../heat/ramps.ts';
import { palettes } from './palette.ts';
import { resolve, styleOf, type Drawn } from './style.ts';

const DRAWN: Drawn = { mode: 'light', by: 'hexes', generation: 3, where: "party = 'DEM'", colour: '#123456', place: 'hex/892a', pin: [1, 2] };

beforeAll(() => {
  // Tiles and fonts are asked for at the page's own address.
  Object.assign(globalThis, { location: { origin: 'http://127.0.0.1:8080' } });
});

describe.each<Mode>(['light', 'dark'])('the %s style sheet', (mode) => {
  test('is valid by the style specification', () => {
    const errors = validateStyleMin(styleOf({ ...DRAWN, mode })).map((error) => error.message);
    expect(errors).toEqual([]);
  });

  test('uses every colour of its palette', () => {
    const used = JSON.stringify(drawing);
    const idle = Object.keys(palettes[mode]).filter((token) => !used.includes(`"@${token}"`));
    expect(idle).toEqual([]);
  });
});

test('a token no palette has is an error, not a black shape', () => {
  expect(() => resolve({ paint: ['@mauve'] }, palettes.light)).toThrow('@mauve');
});

test('nothing is asked of another server', () => {
  const style = JSON.stringify(styleOf(DRAWN));
  const hosts = [...style.matchAll(/https?:\/\/[^/"]+/g)].map(([host]) => host);
  expect(new Set(hosts)).toEqual(new Set(['http://127.0.0.1:8080']));
});

test('the filter goes to the layers of people only', () => {
  const { sources } = styleOf(DRAWN);
  const address = (name: string): string => {
    const source = sources[name];
    return source?.type === 'vector' ? (source.tiles?.[0] ?? '') : '';
  };
  expect(address('hexes')).toContain('where=party+%3D+%27DEM%27');
  expect(address('streets')).toBe('http://127.0.0.1:8080/tiles/streets/{z}/{x}/{y}.mvt?v=3');
});

test('one kind of area is drawn at a time, and the chosen place is outlined', () => {
  const layer = (by: Drawn['by'], id: string) => styleOf({ ...DRAWN, by }).layers.find((each) => each.id === id);
  expect(layer('hexes', 'precincts-fill')?.layout?.visibility).toBe('none');
  expect(layer('hexes', 'precincts-line')?.layout?.visibility).toBeUndefined();
  expect(layer('hexes', 'hexes-fill')?.paint).toMatchObject({ 'fill-color': '#123456' });
  expect(layer('hexes', 'hexes-chosen')).toMatchObject({ filter: ['==', ['get', 'id'], '892a'] });
  expect(layer('precincts', 'precincts-chosen')).toMatchObject({ filter: ['==', ['get', 'id'], ''] });
});
