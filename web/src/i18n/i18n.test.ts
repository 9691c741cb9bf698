import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { decimals, numbers } from './numbers.ts';

function leaves(part: unknown, path = ''): [string, unknown][] {
  if (typeof part !== 'object' || part === null) return [[path, part]];
  return Object.entries(part).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key));
}

describe('the two dictionaries', () => {
  test('have the same keys, and say something under each', () => {
    expect(leaves(fr).map(([key]) => key).sort()).toEqual(leaves(en).map(([key]) => key).sort());
    for (const [key, value] of [...leaves(en), ...leaves(fr)]) expect(value, key).not.toBe('');
  });

  test('French is not left in English', () => {
    const english = new Map(leaves(en));
    // Words that are the same in both.
    const shared = ['universe.parties.CST', 'universe.parties.NLB', 'heat.scores', 'place.groups.age'];
    const same = leaves(fr).filter(([key, value]) => typeof value === 'string' && english.get(key) === value && !shared.includes(key));
    expect(same).toEqual([]);
  });

  test('one is singular; in French so is none', () => {
    expect(en.counts.voters(1, '1')).toBe('1 voter');
    expect(en.counts.voters(0, '0')).toBe('0 voters');
    expect(fr.counts.voters(0, '0')).toBe('0 électeur');
    expect(fr.counts.precincts(2, '2')).toBe('2 bureaux de vote');
  });
});

describe('numbers', () => {
  test('are written as each language does', () => {
    expect(numbers('en').count(12345.4)).toBe('12,345');
    expect(numbers('fr').count(12345)).toMatch(/^12\s345$/);
    expect(numbers('en').shares(0.32, 0.41)).toBe('32–41%');
    expect(numbers('fr').shares(0.32, 0.41)).toMatch(/^32–41\s%$/);
    expect(numbers('en').shares(0.321, 0.324)).toBe('32%');
    expect(numbers('fr').date('2026-11-03')).toBe('3 novembre 2026');
    expect(numbers('en').people(3.456)).toBe('3.5');
    expect(numbers('en').people(34.56)).toBe('35');
  });

  test('breaks get the decimals that keep them apart, and no more', () => {
    expect(decimals([0.1, 0.2, 0.3])).toBe(0);
    expect(decimals([0.321, 0.329, 0.334])).toBe(1);
    expect(decimals([0.3212, 0.3215, 0.3219])).toBe(2);
    expect(decimals([0.2, 0.2, 0.4])).toBe(0);
  });
});
