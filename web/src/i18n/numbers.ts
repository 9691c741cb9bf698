// Numbers and dates as each language writes them.

import type { Field } from '../heat/fields.ts';
import type { Language } from './index.ts';

export interface Numbers {
  count: (value: number) => string;
  /** 0.325 as `33%`, with `digits` decimals. */
  share: (value: number, digits?: number) => string;
  /** `32–41%`: the sign once. */
  shares: (low: number, high: number, digits?: number) => string;
  /** An expected number of people: one decimal under ten. */
  people: (value: number) => string;
  date: (iso: string) => string;
  /** `32–41%`, `1,200–1,900` or `3.2–8.1`, by the field's unit. */
  range: (field: Field, low: number, high: number, digits?: number) => string;
  value: (field: Field, value: number) => string;
}

const made = new Map<Language, Numbers>();

export function numbers(language: Language): Numbers {
  const known = made.get(language) ?? make(language);
  made.set(language, known);
  return known;
}

/** The fewest decimals of a percentage (0 to 2) that keep these ascending values apart. */
export function decimals(values: readonly number[]): number {
  for (const digits of [0, 1]) {
    const written = values.map((value) => (value * 100).toFixed(digits));
    if (written.every((text, i) => i === 0 || text !== written[i - 1] || values[i] === values[i - 1])) return digits;
  }
  return 2;
}

function make(language: Language): Numbers {
  const locale = language === 'fr' ? 'fr-FR' : 'en-US';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percents = [0, 1, 2].map((digits) => new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }));
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });

  const count = (value: number): string => whole.format(value);
  const share = (value: number, digits = 0): string => percents[digits]?.format(value) ?? '';
  const people = (value: number): string => (value < 9.95 ? one.format(value) : whole.format(value));
  // In both languages the sign comes last, in French after a narrow space.
  const bare = (value: number, digits: number): string => share(value, digits).replace(/[\s\u00a0\u202f]*%$/u, '');
  const join = (low: string, high: string): string => (low === high ? high : `${low}–${high}`);
  const shares = (low: number, high: number, digits = 0): string => {
    const end = share(high, digits);
    return bare(low, digits) === bare(high, digits) ? end : `${bare(low, digits)}–${end}`;
  };
  return {
    count,
    share,
    shares,
    people,
    date: (iso) => dates.format(new Date(`${iso}T00:00:00Z`)),
    range: (field, low, high, digits = 0) => {
      if (field.unit === 'share') return shares(low, high, digits);
      return field.unit === 'people' ? join(people(low), people(high)) : join(count(low), count(high));
    },
    value: (field, value) => (field.unit === 'share' ? share(value) : field.unit === 'people' ? people(value) : count(value)),
  };
}
