import { expect, test } from 'vitest';
import type { HeatRow } from '../api.ts';
import { sorted } from './table.ts';

const row = (id: string, voters: number, support: number | null, name = ''): HeatRow => ({ id, name, voters, doors: 1, households: 1, known: 0, support });
const ROWS = [row('c', 5, 0.4, 'Ward 10'), row('a', 5, null, 'Ward 9'), row('b', 9, 0.6, 'Ward 1')];
const ids = (column: string, down: boolean): string => sorted(ROWS, { column, down }).map((each) => each.id).join('');

test('rows sort both ways, equal ones by id', () => {
  expect(ids('voters', true)).toBe('bac');
  expect(ids('voters', false)).toBe('acb');
});

test('places without a value come last both ways', () => {
  expect(ids('support', true)).toBe('bca');
  expect(ids('support', false)).toBe('cba');
});

test('names sort as people count', () => {
  expect(ids('name', false)).toBe('bac');
  expect(ids('name', true)).toBe('cab');
});
