// What the values of a profile's groups are called.

import type { Group } from '../api.ts';
import type { Messages } from '../i18n/index.ts';

export function labelOf(group: Group, value: string, words: Messages): string {
  const { parties, sexes, supports, notGiven, notAsked } = words.universe;
  if (value === 'unknown') return group === 'support' ? notAsked : notGiven;
  if (value === 'under 18') return words.place.minor;
  const names: Partial<Record<Group, Record<string, string>>> = { party: parties, sex: sexes, support: supports };
  return names[group]?.[value] ?? value;
}
