import { expect, test } from 'vitest';
import { readView, writeView, type View } from './view.ts';

const EVERYTHING: View = {
  camera: { lng: -76.83012, lat: 39.47123, zoom: 12.5 },
  by: 'precincts',
  field: 'abstention_2024_11_05',
  where: "party IN ('DEM', 'O''Neil & sons') AND age >= 18",
  place: 'precinct/01-004 Nord/Été',
  show: 'table',
  lang: 'fr',
  theme: 'dark',
};

test('a link is a view: what is written is read back', () => {
  expect(readView(writeView(EVERYTHING), [])).toEqual(EVERYTHING);
  const plain: View = { ...EVERYTHING, camera: null, where: '', place: '', show: 'map', theme: 'auto', by: 'hexes' };
  expect(readView(writeView(plain), [])).toEqual(plain);
});

test('an address without a view opens hexagons of abstention in the language of the browser', () => {
  expect(readView('', ['fr-CA', 'en'])).toMatchObject({ camera: null, by: 'hexes', field: 'abstention', where: '', lang: 'fr', theme: 'auto' });
  expect(readView('', ['de', 'en-GB']).lang).toBe('en');
  expect(readView('', ['de']).lang).toBe('en');
});

test('nonsense in the address is left aside', () => {
  const view = readView('?lng=abc&lat=95&zoom=7&by=circles&field=<b>&place=door/1&show=all&lang=tlh&theme=pink', ['fr']);
  expect(view).toEqual({ camera: null, by: 'hexes', field: 'abstention', where: '', place: '', show: 'map', lang: 'fr', theme: 'auto' });
  expect(readView('?lng=1&lat=95&zoom=7', []).camera).toBeNull();
});
