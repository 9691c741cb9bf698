// The filter panel's choices and the SQL expression they stand for. The expression is the truth: choices are read from it.

import { split, tokens, unwrap, type Token } from './tokens.ts';

export type Value = string | number;

/** `null` among the values stands for "not given". */
export interface Filter {
  /** Values ticked, by column: any of them will do. */
  choices: Record<string, (Value | null)[]>;
  age: { from: number | null; to: number | null };
  /** Any of these tags will do. */
  tags: string[];
  /** What the panel has no control for, as written. */
  other: string;
}

/** Columns the panel ticks values of. */
export const CHOSEN = ['party', 'sex', 'votes_of_last_4', 'support'] as const;

export function nobodyLeftOut(): Filter {
  return { choices: {}, age: { from: null, to: null }, tags: [], other: '' };
}

export function toSql(filter: Filter): string {
  const parts = CHOSEN.map((column) => choiceSql(column, filter.choices[column] ?? []));
  parts.splice(1, 0, ageSql(filter.age));
  parts.push(tagsSql(filter.tags));
  const known = parts.filter((part) => part !== '');
  if (filter.other && known.length > 0 && hasOr(filter.other)) known.push(`(${filter.other})`);
  else if (filter.other) known.push(filter.other);
  return known.join(' AND ');
}

/** Never fails: what is not understood stays in `other`. */
export function fromSql(sql: string): Filter {
  const filter = nobodyLeftOut();
  const all = tokens(sql);
  if (!all) return { ...filter, other: sql.trim() };
  const rest: string[] = [];
  for (const clause of split(all, 'and').filter((part) => part.length > 0)) {
    if (!understood(clause, filter)) rest.push(sql.slice(clause[0]?.start, clause.at(-1)?.end));
  }
  filter.other = rest.join(' AND ');
  return filter;
}

function hasOr(sql: string): boolean {
  const all = tokens(sql);
  return all === null || split(all, 'or').length > 1;
}

// Writing

function literal(value: Value): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

function choiceSql(column: string, values: (Value | null)[]): string {
  const given = values.filter((value) => value !== null);
  const any = given.length === 1 ? `${column} = ${literal(given[0] ?? '')}` : `${column} IN (${given.map(literal).join(', ')})`;
  if (!values.includes(null)) return given.length > 0 ? any : '';
  return given.length > 0 ? `(${any} OR ${column} IS NULL)` : `${column} IS NULL`;
}

function ageSql({ from, to }: Filter['age']): string {
  if (from !== null && to !== null) return `age BETWEEN ${from} AND ${to}`;
  if (from !== null) return `age >= ${from}`;
  return to !== null ? `age <= ${to}` : '';
}

function tagsSql(tags: string[]): string {
  const any = tags.map((tag) => `${literal(tag)} = ANY(tags)`).join(' OR ');
  return tags.length > 1 ? `(${any})` : any;
}

// Reading

function understood(clause: Token[], filter: Filter): boolean {
  const inner = unwrap(clause);
  return readAge(inner, filter) || readTags(inner, filter) || readChoice(inner, filter);
}

function shape(part: Token[]): string {
  return part.map(({ kind, value }) => (kind === 'number' ? '#' : kind === 'text' ? '$' : value)).join(' ');
}

function readAge(part: Token[], filter: Filter): boolean {
  if (part[0]?.value !== 'age' || filter.age.from !== null || filter.age.to !== null) return false;
  const number = (i: number): number => Number(part[i]?.value);
  const written = shape(part);
  if (written === 'age between # and #') filter.age = { from: number(2), to: number(4) };
  else if (written === 'age >= #') filter.age.from = number(2);
  else if (written === 'age <= #') filter.age.to = number(2);
  else return false;
  return true;
}

function readTags(part: Token[], filter: Filter): boolean {
  const any = split(part, 'or');
  if (filter.tags.length > 0 || !any.every((each) => shape(each) === '$ = any ( tags )')) return false;
  filter.tags = any.map((each) => each[0]?.value ?? '');
  return true;
}

function readChoice(part: Token[], filter: Filter): boolean {
  const column = CHOSEN.find((known) => known === part[0]?.value);
  if (!column || filter.choices[column]) return false;
  const values: (Value | null)[] = [];
  for (const each of split(part, 'or')) {
    const written = shape(each);
    if (each[0]?.value !== column) return false;
    if (written === `${column} is null`) values.push(null);
    else if (/^\S+ = [#$]$/.test(written) || /^\S+ in \( [#$]( , [#$])* \)$/.test(written)) {
      for (const { kind, value } of each) {
        if (kind === 'number') values.push(Number(value));
        if (kind === 'text') values.push(value);
      }
    } else return false;
  }
  filter.choices[column] = values;
  return true;
}
