// What the values of a profile's groups are called.

import type { Messages } from '../i18n/index.ts';

export function labelOf(group: string, value: string, words: Messages): string {
  const { parties, sexes, supports, notGiven, notAsked } = words.universe;
  if (value === '') return group === 'support' ? notAsked : notGiven;
  const names: Record<string, Record<string, string>> = { party: parties, sex: sexes, support: supports };
  return names[group]?.[value] ?? value;
}
