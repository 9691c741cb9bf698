import { expect, test } from 'vitest';
import { fromSql, nobodyLeftOut, toSql, type Filter } from './filter.ts';

const all = (part: Partial<Filter>): Filter => ({ ...nobodyLeftOut(), ...part });

test.each<[string, Partial<Filter>]>([
  ['', {}],
  ["party = 'DEM'", { choices: { party: ['DEM'] } }],
  ["party IN ('DEM', 'O''N')", { choices: { party: ['DEM', "O'N"] } }],
  ["(party = 'DEM' OR party IS NULL)", { choices: { party: ['DEM', null] } }],
  ['support IS NULL', { choices: { support: [null] } }],
  ['(support IN (1, 2) OR support IS NULL)', { choices: { support: [1, 2, null] } }],
  ['age BETWEEN 18 AND 34', { age: { from: 18, to: 34 } }],
  ['age >= 65', { age: { from: 65, to: null } }],
  ['age <= 25 AND votes_of_last_4 IN (0, 1)', { age: { from: null, to: 25 }, choices: { votes_of_last_4: [0, 1] } }],
  ["'volunteer' = ANY(tags)", { tags: ['volunteer'] }],
  ["('a' = ANY(tags) OR 'b c' = ANY(tags))", { tags: ['a', 'b c'] }],
  ["sex = 'F' AND city ILIKE 'north%'", { choices: { sex: ['F'] }, other: "city ILIKE 'north%'" }],
])('choices and expression stand for each other: %s', (sql, part) => {
  expect(toSql(all(part))).toBe(sql);
  expect(fromSql(sql)).toEqual(all(part));
});

test('what has no control is kept, and keeps its meaning beside a choice', () => {
  const filter = fromSql("city = 'A' OR city = 'B'");
  expect(filter.other).toBe("city = 'A' OR city = 'B'");
  filter.choices.party = ['DEM'];
  expect(toSql(filter)).toBe("party = 'DEM' AND (city = 'A' OR city = 'B')");
  expect(toSql(fromSql(toSql(filter)))).toBe(toSql(filter));
});

test('an expression is read whatever its case, spacing and parentheses', () => {
  expect(fromSql("( PARTY in('DEM') )and Age between 18   and 30")).toEqual(all({ choices: { party: ['DEM'] }, age: { from: 18, to: 30 } }));
});

test.each([
  "party <> 'DEM'",
  "NOT party = 'DEM'",
  'age BETWEEN 18 AND 30 OR age >= 65',
  'age > 18',
  "party = 'AND'' AND (",
  "'open",
  'party = 1 + 1',
  "party = 'A' OR sex = 'F'",
  "'a' = ALL(tags)",
  'NOT (age >= 18 AND age <= 30)',
])('what the panel cannot show stays as written: %s', (sql) => {
  expect(fromSql(sql)).toEqual(all({ other: sql }));
  expect(toSql(fromSql(sql))).toBe(sql);
});

test('a second condition on a column is not lost', () => {
  const sql = 'age >= 18 AND age <= 30 AND age <= 25';
  const filter = fromSql(sql);
  expect(filter.age).toEqual({ from: 18, to: null });
  expect(filter.other).toBe('age <= 30 AND age <= 25');
});
